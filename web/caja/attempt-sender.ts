/**
 * Sends attempts until each has a final answer. Each state is written before what follows from it
 * happens. One attempt is in hand; those left pending go in order, one at a time. Long because the
 * steps of a send and their order are one thing.
 */
import { forgettable, nextToSend, retryDelayMs, type TillAccount } from './attempt-schedule.ts';
import {
  type AttemptEvent,
  beginAttempt,
  isFinal,
  isInHand,
  maySafelyDiscard,
  type NewAttempt,
  reduceAttempt,
  type SaleReply,
} from './sale-attempt.ts';
import type { SaleOrder, TicketSale, TillAttempt } from './sale-request.ts';

/** The answer to `cancelarIntento`. */
export type CancelReply =
  | { kind: 'NOT_SOLD' }
  | { kind: 'SOLD'; sale: TicketSale }
  /** The server cannot say yet. */
  | { kind: 'IN_PROGRESS' }
  | { kind: 'FAILED'; code: string; requestId: string | null }
  | { kind: 'NO_ANSWER' };

/** The end of a wish to discard; NOT_WRITTEN: it goes on, since it could not be noted. */
export type DiscardResult = CancelReply | { kind: 'DISCARDED' | 'NOT_WRITTEN' };

export interface SenderDeps {
  store: {
    readAll(): Promise<{ attempts: TillAttempt[]; unreadable: number }>;
    /** Durable when it resolves; clears the cart of an attempt that sold or was left pending. */
    write(attempt: TillAttempt): Promise<void>;
    remove(keys: readonly string[]): Promise<void>;
  };
  /** Answers within 5 s, with NO_ANSWER if nothing came. */
  send(order: SaleOrder): Promise<SaleReply<TicketSale>>;
  cancel(key: string): Promise<CancelReply>;
  /** The account that is signed in and not locked; null when nobody is. */
  account(): TillAccount | null;
  /** Whether the gateway answers, as far as is known. */
  isOnline(): boolean;
  /** ms since the epoch. */
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** @returns the function that takes the timer back */
  startTimer(run: () => void, delayMs: number): () => void;
  onChange(snapshot: SenderSnapshot): void;
  /** A state that could not be written: the disk is full, or the browser closed the database. */
  onStoreError(error: unknown): void;
}

/** The attempts of this till at a moment. */
export interface SenderSnapshot {
  attempts: readonly TillAttempt[];
  /** When the next send of an attempt is due, in ms since the epoch, by key. */
  nextAtByKey: ReadonlyMap<string, number>;
  /** Records that nobody can read any more; they stay on disk. */
  unreadable: number;
}

/** The end of a wish to charge. */
export type Beginning = 'BEGUN' | 'TAKEN' | 'NOT_WRITTEN';

export interface AttemptSender {
  /** Reads the disk and begins to send; only the tab that holds the till calls it. */
  start(): Promise<void>;
  stop(): void;
  /**
   * Writes a new attempt, then sends it; resolves with the first answer. TAKEN: another one is in
   * hand, or has the cart; NOT_WRITTEN: the disk does not take it. Nothing was sent in either case.
   */
  begin(parts: NewAttempt<SaleOrder>, mode: 'SEND' | 'LEAVE_PENDING'): Promise<Beginning>;
  leavePending(key: string): Promise<void>;
  /** Sends at once, also what is old or stuck. */
  consult(key: string): void;
  discard(key: string): Promise<DiscardResult>;
  attend(key: string): Promise<void>;
  /** Somebody signed in, or the connection is back: whatever waits is tried now. */
  wake(): void;
}

interface Retry {
  failures: number;
  /** ms since the epoch. */
  nextAt: number;
  /** The wait until then, as it was set. */
  delayMs: number;
}

/** A sender at work. */
interface Sender {
  deps: SenderDeps;
  attempts: Map<string, TillAttempt>;
  inFlight: Set<string>;
  retries: Map<string, Retry>;
  /** Attempts that a person has said to send, whatever their age. */
  confirmed: Set<string>;
  unreadable: number;
  isRunning: boolean;
  takeTimerBack: (() => void) | null;
  lastWrite: Promise<void>;
  /** Attempts whose last state is not on disk. */
  unwritten: Set<string>;
}

export function createAttemptSender(deps: SenderDeps): AttemptSender {
  const sender: Sender = {
    deps,
    attempts: new Map(),
    inFlight: new Set(),
    retries: new Map(),
    confirmed: new Set(),
    unreadable: 0,
    isRunning: false,
    takeTimerBack: null,
    lastWrite: Promise.resolve(),
    unwritten: new Set(),
  };
  return {
    start: () => start(sender),
    stop() {
      sender.isRunning = false;
      sender.takeTimerBack?.();
    },
    begin: (parts, mode) => begin(sender, parts, mode),
    async leavePending(key) {
      await apply(sender, key, { kind: 'LEFT_PENDING', at: deps.now() });
      pump(sender);
    },
    consult(key) {
      sender.confirmed.add(key);
      sender.retries.delete(key);
      publish(sender);
      pump(sender);
    },
    discard: (key) => discard(sender, key),
    async attend(key) {
      await apply(sender, key, { kind: 'ATTENDED' });
      await forget(sender);
      publish(sender);
    },
    wake() {
      for (const retry of sender.retries.values()) retry.nextAt = deps.now();
      publish(sender);
      pump(sender);
    },
  };
}

function publish({ deps, attempts, retries, unreadable }: Sender): void {
  const nextAtByKey = new Map([...retries].map(([key, { nextAt }]) => [key, nextAt]));
  deps.onChange({ attempts: [...attempts.values()], nextAtByKey, unreadable });
}

/** Writes go one after the other, so that the disk never ends with an older state. */
function write(sender: Sender, attempt: TillAttempt): Promise<void> {
  const { key } = attempt;
  sender.unwritten.add(key);
  const run = async () => {
    await sender.deps.store.write(attempt);
    if (sender.attempts.get(key) === attempt) sender.unwritten.delete(key);
  };
  // After one that failed too: its caller has been told.
  const next = sender.lastWrite.then(run, run);
  sender.lastWrite = next;
  return next;
}

/**
 * Writes what could not be written. A disk that still shows an attempt as open would send it after
 * a reload, beside the one that follows it.
 */
async function writeRest(sender: Sender, ofNext: string): Promise<void> {
  for (const key of sender.unwritten) {
    const attempt = sender.attempts.get(key);
    if (key !== ofNext && attempt) await write(sender, attempt);
  }
}

async function apply(sender: Sender, key: string, event: AttemptEvent<TicketSale>): Promise<void> {
  const before = sender.attempts.get(key);
  if (!before) return;
  const after = reduceAttempt(before, event);
  if (after === before) return;
  sender.attempts.set(key, after);
  if (isFinal(after)) sender.retries.delete(key);
  await write(sender, after);
  publish(sender);
}

async function start(sender: Sender): Promise<void> {
  const { deps, attempts } = sender;
  const found = await deps.store.readAll();
  sender.unreadable = found.unreadable;
  for (const attempt of found.attempts) {
    attempts.set(attempt.key, reduceAttempt(attempt, { kind: 'FOUND', at: deps.now() }));
  }
  await forget(sender);
  sender.isRunning = true;
  publish(sender);
  pump(sender);
}

async function begin(
  sender: Sender,
  parts: NewAttempt<SaleOrder>,
  mode: 'SEND' | 'LEAVE_PENDING',
): Promise<Beginning> {
  const { deps, attempts, inFlight } = sender;
  const cartId = parts.request.cart.id;
  const isTaken = [...attempts.values()].some(
    (other) => isInHand(other) || (other.request.cart.id === cartId && mayHaveSold(other)),
  );
  if (isTaken) return 'TAKEN';
  const { key, at } = parts;
  const kind = mode === 'SEND' ? 'SENT' : 'LEFT_PENDING';
  const attempt = reduceAttempt(beginAttempt<SaleOrder, TicketSale>(parts), { kind, at });
  attempts.set(key, attempt);
  if (mode === 'SEND') {
    inFlight.add(key);
    // The cart is locked at once; one that is left pending keeps it until it is on disk.
    publish(sender);
  }
  try {
    await writeRest(sender, key);
    await write(sender, attempt);
  } catch (error) {
    attempts.delete(key);
    inFlight.delete(key);
    sender.unwritten.delete(key);
    publish(sender);
    deps.onStoreError(error);
    return 'NOT_WRITTEN';
  }
  publish(sender);
  if (mode === 'SEND') await exchange(sender, key);
  else pump(sender);
  return 'BEGUN';
}

/** Whether its cart is or may be sold by it, now or later. */
function mayHaveSold({ state }: TillAttempt): boolean {
  return state !== 'RECHAZADA' && state !== 'DESCARTADA';
}

/** Starts every send that is due, and a timer for the next one. */
function pump(sender: Sender): void {
  const { deps, attempts, inFlight, confirmed, retries } = sender;
  sender.takeTimerBack?.();
  sender.takeTimerBack = null;
  if (!sender.isRunning) return;
  const now = deps.now();
  const account = deps.account();
  const keys = nextToSend({
    attempts: [...attempts.values()],
    inFlight,
    confirmed,
    account,
    isOnline: deps.isOnline(),
    now,
  });
  const waitsMs = keys.flatMap((key) => {
    const { nextAt, delayMs } = retries.get(key) ?? { nextAt: now, delayMs: 0 };
    const waitMs = nextAt - now;
    // A longer wait than was set says that the clock was set back meanwhile.
    if (waitMs > 0 && waitMs <= delayMs) return [waitMs];
    void sendWritten(sender, key);
    return [];
  });
  if (waitsMs.length === 0) return;
  sender.takeTimerBack = deps.startTimer(() => pump(sender), Math.min(...waitsMs));
}

/** Writes that the attempt is being sent, then sends it. */
async function sendWritten(sender: Sender, key: string): Promise<void> {
  sender.inFlight.add(key);
  try {
    await apply(sender, key, { kind: 'SENT', at: sender.deps.now() });
  } catch (error) {
    // Nothing leaves that is not on disk; it is tried again later.
    sender.inFlight.delete(key);
    sender.deps.onStoreError(error);
    retryLater(sender, key, null);
    return;
  }
  await exchange(sender, key);
}

/** Sends what was written, and writes the answer. */
async function exchange(sender: Sender, key: string): Promise<void> {
  const { deps, attempts, inFlight, confirmed } = sender;
  const attempt = attempts.get(key);
  if (!attempt) return;
  const reply = await deps.send(attempt.request);
  inFlight.delete(key);
  try {
    await apply(sender, key, { kind: 'ANSWERED', at: deps.now(), reply });
  } catch (error) {
    // The disk still says that it may have sold: the same key brings the same answer again.
    deps.onStoreError(error);
    publish(sender);
  }
  const after = attempts.get(key);
  if (!after || isFinal(after)) return pump(sender);
  confirmed.delete(key);
  retryLater(sender, key, reply.kind === 'FAILED' ? reply.retryAfterMs : null);
}

function retryLater(sender: Sender, key: string, retryAfterMs: number | null): void {
  const { deps, retries } = sender;
  const failures = (retries.get(key)?.failures ?? -1) + 1;
  const delayMs = retryDelayMs(failures, deps.random(), retryAfterMs);
  retries.set(key, { failures, nextAt: deps.now() + delayMs, delayMs });
  publish(sender);
  pump(sender);
}

async function discard(sender: Sender, key: string): Promise<DiscardResult> {
  const { deps, attempts } = sender;
  const attempt = attempts.get(key);
  if (attempt && maySafelyDiscard(attempt)) return discardHere(sender, attempt);
  const reply = await deps.cancel(key);
  const at = deps.now();
  if (reply.kind === 'NOT_SOLD') await apply(sender, key, { kind: 'CANCELLED', at, sale: null });
  if (reply.kind === 'SOLD') {
    await apply(sender, key, { kind: 'CANCELLED', at, sale: reply.sale });
  }
  pump(sender);
  return reply;
}

async function discardHere(sender: Sender, attempt: TillAttempt): Promise<DiscardResult> {
  const { deps, attempts } = sender;
  const { key } = attempt;
  try {
    await apply(sender, key, { kind: 'DISCARDED', at: deps.now() });
    return { kind: 'DISCARDED' };
  } catch (error) {
    // The disk would send it after a reload: nobody may be told that it is gone.
    attempts.set(key, attempt);
    sender.unwritten.delete(key);
    deps.onStoreError(error);
    publish(sender);
    return { kind: 'NOT_WRITTEN' };
  }
}

/** Takes off the disk what is over and need not be kept. */
async function forget(sender: Sender): Promise<void> {
  const { deps, attempts } = sender;
  const keys = forgettable([...attempts.values()]);
  if (keys.length === 0) return;
  await deps.store.remove(keys);
  for (const key of keys) {
    attempts.delete(key);
    sender.unwritten.delete(key);
  }
}
