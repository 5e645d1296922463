/**
 * The life of one try to sell, as the till knows it: a pure reducer. The request and its key never
 * change, so that whatever is repeated sells at most once. Each send counts as one that may sell
 * from before it leaves, and only an answer that rules a sale out takes it back: a page that dies
 * in between leaves a record that says so. Long because the states, the events and the ends of each
 * are one table.
 */

export type AttemptState =
  | 'EN_CURSO'
  | 'DUDOSA'
  | 'PENDIENTE'
  | 'VENDIDA'
  | 'RECHAZADA'
  | 'DESCARTADA';

/** An expected failure of a sale, with what its code adds; amounts as the graph writes them. */
export interface SaleError {
  code: string;
  message: string;
  path: string[];
  productId: string | null;
  /** Units; null but for INSUFFICIENT_STOCK. */
  requested: number | null;
  available: number | null;
  /** Soles; null but for PRICE_CHANGED. */
  expected: string | null;
  current: string | null;
  /** Soles; null but for PAYMENT_MISMATCH. */
  due: string | null;
}

/** The reply to a send. */
export type SaleReply<Sale> =
  | { kind: 'SOLD'; sale: Sale; isReplayed: boolean }
  /** At least one error, from `userErrors`. */
  | { kind: 'REJECTED'; errors: SaleError[]; requestId: string | null }
  /** A refusal of the whole request; `retryAfterMs` as the server asks, null when it does not. */
  | { kind: 'FAILED'; code: string; requestId: string | null; retryAfterMs: number | null }
  | { kind: 'NO_ANSWER' };

/** The last thing that is known of an attempt. */
export type AttemptAnswer<Sale> =
  | SaleReply<Sale>
  /** Nobody but an administrator can go on: sending again would bring the same. */
  | { kind: 'STUCK'; code: string; requestId: string | null }
  | { kind: 'DISCARDED' };

/** One try to sell, as it stands on disk. Times are ms since the epoch, by the till's clock. */
export interface SaleAttempt<Request, Sale> {
  key: string;
  accountId: string;
  /** Shown to others: "Debe entrar Rosa para concluirla." */
  accountName: string;
  request: Request;
  state: AttemptState;
  /** The number of sends. */
  sends: number;
  /** The number of these sends that may still sell. */
  unknown: number;
  firstAt: number;
  lastAt: number;
  answer: AttemptAnswer<Sale> | null;
  /** It is over and nobody has seen it: its ticket is to be printed, or its refusal to be read. */
  isUnattended: boolean;
}

/** An event in the life of an attempt. */
export type AttemptEvent<Sale> =
  /** Written before the request leaves. */
  | { kind: 'SENT'; at: number }
  | { kind: 'ANSWERED'; at: number; reply: SaleReply<Sale> }
  | { kind: 'LEFT_PENDING'; at: number }
  /** The person gives up an attempt that cannot have sold. */
  | { kind: 'DISCARDED'; at: number }
  /** The server's answer to `cancelarIntento`. */
  | { kind: 'CANCELLED'; at: number; sale: Sale | null }
  /** The page opens and finds the attempt. */
  | { kind: 'FOUND'; at: number }
  /** Somebody has printed its ticket, or seen that it did not sell. */
  | { kind: 'ATTENDED' };

type Attempt<R, S> = SaleAttempt<R, S>;

const FINAL: ReadonlySet<AttemptState> = new Set(['VENDIDA', 'RECHAZADA', 'DESCARTADA']);
/** The send was refused before anything could be sold; the same key sells later. */
const REFUSED_FOR_NOW: ReadonlySet<string> = new Set([
  'INVENTORY_UNAVAILABLE',
  'SERVER_BUSY',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
]);
/** The send was refused, and it will be again. */
const REFUSED_FOR_GOOD: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'OPERATION_NOT_TRUSTED',
]);
/** Errors among `userErrors` that do not decide the key. */
const UNDECIDED_ERRORS: ReadonlySet<string> = new Set([
  'SALE_IN_PROGRESS',
  'INVENTORY_UNAVAILABLE',
]);

/** Whether nothing can happen to the attempt any more. */
export function isFinal({ state }: { state: AttemptState }): boolean {
  return FINAL.has(state);
}

/** Whether the cart is locked by the attempt: until it is over or left pending. */
export function isInHand({ state }: { state: AttemptState }): boolean {
  return state === 'EN_CURSO' || state === 'DUDOSA';
}

/** Whether the till may give the attempt up without asking the server. */
export function maySafelyDiscard({ state, unknown }: Attempt<unknown, unknown>): boolean {
  return !FINAL.has(state) && state !== 'EN_CURSO' && unknown === 0;
}

/** Whether sending again brings nothing until an administrator has looked. */
export function isStuck({ answer }: Attempt<unknown, unknown>): boolean {
  return answer?.kind === 'STUCK';
}

/** The parts of a new attempt. */
export interface NewAttempt<Request> {
  key: string;
  account: { id: string; name: string };
  request: Request;
  /** ms since the epoch. */
  at: number;
}

/** An attempt that is written, then sent. */
export function beginAttempt<R, S>({ key, account, request, at }: NewAttempt<R>): Attempt<R, S> {
  return {
    key,
    accountId: account.id,
    accountName: account.name,
    request,
    state: 'EN_CURSO',
    sends: 0,
    unknown: 0,
    firstAt: at,
    lastAt: at,
    answer: null,
    isUnattended: false,
  };
}

/** The attempt after an event; one that does not apply to its state leaves it as it is. */
export function reduceAttempt<R, S>(attempt: Attempt<R, S>, event: AttemptEvent<S>): Attempt<R, S> {
  if (isFinal(attempt)) {
    return event.kind === 'ATTENDED' ? { ...attempt, isUnattended: false } : attempt;
  }
  const after = reduceOpen(attempt, event);
  // A sale is seen when its ticket is shown: the page may die right before that.
  const isUnattended =
    after.state === 'VENDIDA' ||
    (isFinal(after) && attempt.state === 'PENDIENTE' && !isWish(event.kind));
  return isUnattended ? { ...after, isUnattended } : after;
}

/** Whether the end came because a person asked for it. */
function isWish(kind: AttemptEvent<unknown>['kind']): boolean {
  return kind === 'DISCARDED' || kind === 'CANCELLED';
}

function reduceOpen<R, S>(attempt: Attempt<R, S>, event: AttemptEvent<S>): Attempt<R, S> {
  switch (event.kind) {
    case 'SENT': {
      const { sends, unknown } = attempt;
      return { ...attempt, sends: sends + 1, unknown: unknown + 1, lastAt: event.at };
    }
    case 'ANSWERED':
      return answered({ ...attempt, lastAt: event.at }, event.reply);
    case 'LEFT_PENDING':
      return { ...attempt, state: 'PENDIENTE', lastAt: event.at };
    case 'DISCARDED':
      return maySafelyDiscard(attempt) ? discarded(attempt, event.at) : attempt;
    case 'CANCELLED':
      return event.sale === null
        ? discarded(attempt, event.at)
        : sold({ ...attempt, lastAt: event.at }, { sale: event.sale, isReplayed: true });
    case 'FOUND':
      return attempt.state === 'EN_CURSO' ? { ...attempt, state: 'DUDOSA' } : attempt;
    case 'ATTENDED':
      return attempt;
  }
}

function discarded<R, S>(attempt: Attempt<R, S>, at: number): Attempt<R, S> {
  return { ...attempt, state: 'DESCARTADA', answer: { kind: 'DISCARDED' }, lastAt: at };
}

function sold<R, S>(
  attempt: Attempt<R, S>,
  { sale, isReplayed }: { sale: S; isReplayed: boolean },
): Attempt<R, S> {
  return { ...attempt, state: 'VENDIDA', answer: { kind: 'SOLD', sale, isReplayed } };
}

function answered<R, S>(attempt: Attempt<R, S>, reply: SaleReply<S>): Attempt<R, S> {
  switch (reply.kind) {
    case 'SOLD':
      return sold(attempt, reply);
    case 'NO_ANSWER':
      return doubtful(attempt, reply);
    case 'REJECTED':
      return rejected(attempt, reply);
    case 'FAILED':
      return failed(attempt, reply);
  }
}

function rejected<R, S>(
  attempt: Attempt<R, S>,
  reply: Extract<SaleReply<S>, { kind: 'REJECTED' }>,
): Attempt<R, S> {
  const { errors, requestId } = reply;
  const has = (code: string) => errors.some((error) => error.code === code);
  if (has('ATTEMPT_DISCARDED')) return discarded(attempt, attempt.lastAt);
  if (has('IDEMPOTENCY_KEY_REUSED')) {
    return stuck(attempt, { code: 'IDEMPOTENCY_KEY_REUSED', requestId });
  }
  const undecided = errors.find(({ code }) => UNDECIDED_ERRORS.has(code));
  if (undecided) {
    return failed(attempt, { kind: 'FAILED', code: undecided.code, requestId, retryAfterMs: null });
  }
  return { ...attempt, state: 'RECHAZADA', answer: reply };
}

function failed<R, S>(
  attempt: Attempt<R, S>,
  reply: Extract<SaleReply<S>, { kind: 'FAILED' }>,
): Attempt<R, S> {
  const { code, requestId } = reply;
  if (REFUSED_FOR_NOW.has(code)) return doubtful(withoutThisSend(attempt), reply);
  // An unknown code may hide a sale, as a timeout does.
  if (!REFUSED_FOR_GOOD.has(code)) return doubtful(attempt, reply);
  const rest = withoutThisSend(attempt);
  return rest.unknown === 0
    ? { ...rest, state: 'RECHAZADA', answer: reply }
    : stuck(rest, { code, requestId });
}

/** A send that certainly sold nothing and never will. */
function withoutThisSend<R, S>(attempt: Attempt<R, S>): Attempt<R, S> {
  return { ...attempt, unknown: Math.max(0, attempt.unknown - 1) };
}

function doubtful<R, S>(attempt: Attempt<R, S>, answer: AttemptAnswer<S>): Attempt<R, S> {
  return { ...attempt, state: attempt.state === 'PENDIENTE' ? 'PENDIENTE' : 'DUDOSA', answer };
}

function stuck<R, S>(
  attempt: Attempt<R, S>,
  { code, requestId }: { code: string; requestId: string | null },
): Attempt<R, S> {
  return doubtful(attempt, { kind: 'STUCK', code, requestId });
}
