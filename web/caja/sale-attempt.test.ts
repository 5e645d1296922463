// Goal: each event leads where the table of states says, and no walk through them sells twice.
// Long because the table and the model of a shop in small stand together.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type AttemptEvent,
  beginAttempt,
  isFinal,
  maySafelyDiscard,
  reduceAttempt,
  type SaleAttempt,
  type SaleError,
  type SaleReply,
} from './sale-attempt.ts';

type Attempt = SaleAttempt<{ cart: string }, string>;
type Event = AttemptEvent<string>;

const AT = 1_000;
const ROSA = { id: 'a1', name: 'Rosa' };
const fresh = (key = 'k1'): Attempt =>
  beginAttempt({ key, account: ROSA, request: Object.freeze({ cart: 'c1' }), at: AT });
const sent = (attempt: Attempt): Attempt => reduceAttempt(attempt, { kind: 'SENT', at: AT });
const answered = (attempt: Attempt, reply: SaleReply<string>): Attempt =>
  reduceAttempt(attempt, { kind: 'ANSWERED', at: AT, reply });
const failed = (code: string): SaleReply<string> => ({
  kind: 'FAILED',
  code,
  requestId: 'r1',
  retryAfterMs: null,
});
const rejected = (code: string): SaleReply<string> => {
  const error: SaleError = {
    code,
    message: code,
    path: [],
    productId: null,
    requested: null,
    available: null,
    expected: null,
    current: null,
    due: null,
  };
  return { kind: 'REJECTED', errors: [error], requestId: 'r1' };
};
const SOLD: SaleReply<string> = { kind: 'SOLD', sale: 's1', isReplayed: false };
const NO_ANSWER: SaleReply<string> = { kind: 'NO_ANSWER' };

test.each(['TIMEOUT', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'A_CODE_OF_TOMORROW'])(
  'after %s it may have sold, so the till cannot discard it alone',
  (code) => {
    const attempt = answered(sent(fresh()), failed(code));
    expect(attempt).toMatchObject({ state: 'DUDOSA', unknown: 1 });
    expect(reduceAttempt(attempt, { kind: 'DISCARDED', at: AT }).state).toBe('DUDOSA');
  },
);

test.each(['SERVER_BUSY', 'RATE_LIMITED', 'UNAUTHENTICATED'])(
  'after %s nothing was sold, and the till may discard it',
  (code) => {
    const attempt = answered(sent(fresh()), failed(code));
    expect(attempt).toMatchObject({ state: 'DUDOSA', unknown: 0 });
    expect(reduceAttempt(attempt, { kind: 'DISCARDED', at: AT }).state).toBe('DESCARTADA');
  },
);

test('a sale in progress among the errors may sell; no inventory may not', () => {
  expect(answered(sent(fresh()), rejected('SALE_IN_PROGRESS'))).toMatchObject({
    state: 'DUDOSA',
    unknown: 1,
  });
  expect(answered(sent(fresh()), rejected('INVENTORY_UNAVAILABLE'))).toMatchObject({
    state: 'DUDOSA',
    unknown: 0,
  });
});

test.each(['FORBIDDEN', 'BAD_USER_INPUT', 'OPERATION_NOT_TRUSTED'])(
  '%s ends the first send, but not one after a send without answer',
  (code) => {
    expect(answered(sent(fresh()), failed(code)).state).toBe('RECHAZADA');
    const doubtful = answered(sent(fresh()), NO_ANSWER);
    expect(answered(sent(doubtful), failed(code))).toMatchObject({
      state: 'DUDOSA',
      unknown: 1,
      answer: { kind: 'STUCK', code, requestId: 'r1' },
    });
  },
);

test('a reused key is never an end, even of the first send', () => {
  expect(answered(sent(fresh()), rejected('IDEMPOTENCY_KEY_REUSED'))).toMatchObject({
    state: 'DUDOSA',
    answer: { kind: 'STUCK' },
  });
});

test('a pending attempt stays pending without an answer', () => {
  const pending = reduceAttempt(sent(fresh()), { kind: 'LEFT_PENDING', at: AT });
  expect(answered(pending, NO_ANSWER).state).toBe('PENDIENTE');
});

test('a page that died while it sent finds an attempt that may have sold', () => {
  const found = reduceAttempt(sent(fresh()), { kind: 'FOUND', at: AT });
  expect(found).toMatchObject({ state: 'DUDOSA', unknown: 1 });
  expect(maySafelyDiscard(found)).toBe(false);
});

test('a sale waits to be seen, also one that was in hand', () => {
  const sold = answered(sent(fresh()), SOLD);
  expect(sold).toMatchObject({ state: 'VENDIDA', isUnattended: true });
  expect(reduceAttempt(sold, { kind: 'ATTENDED' }).isUnattended).toBe(false);
});

test('a refusal waits to be seen only when it was left pending', () => {
  const pending = reduceAttempt(sent(fresh()), { kind: 'LEFT_PENDING', at: AT });
  expect(answered(pending, rejected('INSUFFICIENT_STOCK')).isUnattended).toBe(true);
  expect(answered(sent(fresh()), rejected('INSUFFICIENT_STOCK')).isUnattended).toBe(false);
});

// A whole shop in small: a network that loses and delays, a server that decides each key once, and
// a till that dies. The till may try again with a new key only when it believes the last one dead.
type Decision = 'SOLD' | 'REJECTED' | 'DISCARDED';
const STEPS = [
  'send',
  'arrive',
  'arrive',
  'answer',
  'loseAnswer',
  'giveUpWaiting',
  'refuseBusy',
  'refuseForbidden',
  'leavePending',
  'discard',
  'cancel',
  'die',
  'newKey',
] as const;
type Step = (typeof STEPS)[number];

function createShop(willSell: (key: string) => boolean) {
  const decisions = new Map<string, Decision>();
  const onTheWay: string[] = [];
  const answers: { key: string; reply: SaleReply<string> }[] = [];
  const past: Attempt[] = [];
  let attempt = fresh();
  let keys = 1;
  let isWaiting = false;

  function apply(event: Event): void {
    const before = attempt;
    attempt = reduceAttempt(attempt, event);
    expect(attempt.request).toBe(before.request);
    expect(attempt.key).toBe(before.key);
    if (isFinal(before)) expect(attempt.state).toBe(before.state);
  }

  function deliver(key: string): void {
    const decision = decisions.get(key) ?? (willSell(key) ? 'SOLD' : 'REJECTED');
    decisions.set(key, decision);
    const reply = {
      SOLD: { ...SOLD, sale: key } as const,
      REJECTED: rejected('INSUFFICIENT_STOCK'),
      DISCARDED: rejected('ATTEMPT_DISCARDED'),
    }[decision];
    answers.push({ key, reply });
  }

  const steps: Record<Step, () => void> = {
    send() {
      if (isFinal(attempt) || isWaiting) return;
      apply({ kind: 'SENT', at: AT });
      isWaiting = true;
      onTheWay.push(attempt.key);
    },
    arrive() {
      const key = onTheWay.shift();
      if (key !== undefined) deliver(key);
    },
    answer() {
      const answer = answers.shift();
      if (!answer || !isWaiting || answer.key !== attempt.key) return;
      isWaiting = false;
      apply({ kind: 'ANSWERED', at: AT, reply: answer.reply });
    },
    loseAnswer: () => void answers.shift(),
    giveUpWaiting() {
      if (!isWaiting) return;
      isWaiting = false;
      apply({ kind: 'ANSWERED', at: AT, reply: NO_ANSWER });
    },
    refuseBusy: () => refuse('SERVER_BUSY'),
    refuseForbidden: () => refuse('FORBIDDEN'),
    leavePending: () => apply({ kind: 'LEFT_PENDING', at: AT }),
    discard: () => apply({ kind: 'DISCARDED', at: AT }),
    cancel() {
      if (isFinal(attempt)) return;
      const decision = decisions.get(attempt.key);
      if (decision === 'SOLD') apply({ kind: 'CANCELLED', at: AT, sale: attempt.key });
      else {
        decisions.set(attempt.key, 'DISCARDED');
        apply({ kind: 'CANCELLED', at: AT, sale: null });
      }
    },
    die() {
      isWaiting = false;
      apply({ kind: 'FOUND', at: AT });
    },
    newKey() {
      if (attempt.state !== 'RECHAZADA' && attempt.state !== 'DESCARTADA') return;
      past.push(attempt);
      keys += 1;
      isWaiting = false;
      attempt = fresh(`k${keys}`);
    },
  };

  /** The last send is refused before anything is decided: it is on the way no more. */
  function refuse(code: string): void {
    if (!isWaiting || onTheWay.at(-1) !== attempt.key) return;
    onTheWay.pop();
    isWaiting = false;
    apply({ kind: 'ANSWERED', at: AT, reply: failed(code) });
  }

  return {
    run: (step: Step) => steps[step](),
    /** Everything that is still on the way arrives. */
    settle() {
      while (onTheWay.length > 0) steps.arrive();
      return { decisions, attempts: [...past, attempt] };
    },
  };
}

test('whatever the network loses and whenever the page dies, a cart is sold once at most', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...STEPS), { maxLength: 60 }),
      fc.func(fc.boolean()),
      (steps, willSell) => {
        const shop = createShop(willSell);
        for (const step of steps) shop.run(step);
        const { decisions, attempts } = shop.settle();
        const sold = [...decisions.values()].filter((decision) => decision === 'SOLD');
        expect(sold.length).toBeLessThanOrEqual(1);
        for (const { key, state } of attempts) {
          if (state === 'VENDIDA') expect(decisions.get(key)).toBe('SOLD');
          if (state === 'RECHAZADA' || state === 'DESCARTADA') {
            expect(decisions.get(key)).not.toBe('SOLD');
          }
        }
      },
    ),
    { numRuns: 3_000 },
  );
});
