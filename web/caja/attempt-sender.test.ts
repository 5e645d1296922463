// Goal: each state of an attempt is on disk before what follows from it, and no cart sells twice.
// Method: a disk, a network and a clock in memory. Long because every way to end is tried on them.
import { expect, test } from '@jest/globals';
import { type CancelReply, createAttemptSender, type SenderSnapshot } from './attempt-sender.ts';
import { reduceAttempt, type SaleReply } from './sale-attempt.ts';
import type { TicketSale, TillAttempt } from './sale-request.ts';
import { anAttempt, anOrder, aSale } from './testing.ts';

type Reply = SaleReply<TicketSale>;

/** A till whose disk, network and clock the test holds. */
function createTill(found: TillAttempt[] = []) {
  const disk = new Map(found.map((attempt) => [attempt.key, attempt]));
  const log: string[] = [];
  const sends: { key: string; answer: (reply: Reply) => void }[] = [];
  let now = 0;
  let account: { id: string; isAdmin: boolean } | null = { id: 'a1', isAdmin: false };
  let timer: { run: () => void; at: number } | null = null;
  let cancelReply: CancelReply = { kind: 'NO_ANSWER' };
  let diskError: Error | null = null;
  let snapshot: SenderSnapshot = { attempts: [], nextAtByKey: new Map(), unreadable: 0 };
  const sender = createAttemptSender({
    store: {
      readAll: async () => ({ attempts: [...disk.values()], unreadable: 0 }),
      async write(attempt) {
        if (diskError) throw diskError;
        log.push(`write ${attempt.key} ${attempt.state}`);
        disk.set(attempt.key, attempt);
      },
      async remove(keys) {
        for (const key of keys) disk.delete(key);
      },
    },
    send({ input: { idempotencyKey: key } }) {
      log.push(`send ${key}`);
      const { promise, resolve } = Promise.withResolvers<Reply>();
      sends.push({ key, answer: resolve });
      return promise;
    },
    cancel: async () => cancelReply,
    account: () => account,
    isOnline: () => true,
    now: () => now,
    random: () => 0.5,
    startTimer(run, delayMs) {
      const mine = { run, at: now + delayMs };
      timer = mine;
      return () => {
        if (timer === mine) timer = null;
      };
    },
    onChange: (next) => {
      snapshot = next;
    },
    onStoreError: (error) => log.push(String(error)),
  });
  return {
    sender,
    disk,
    log,
    sends,
    stateOf: (key: string) => snapshot.attempts.find((one) => one.key === key)?.state,
    nextAt: (key: string) => snapshot.nextAtByKey.get(key),
    begin(key: string, mode: 'SEND' | 'LEAVE_PENDING' = 'SEND', cartId = `cart-${key}`) {
      const order = anOrder(key);
      const request = { ...order, cart: { ...order.cart, id: cartId } };
      return sender.begin({ key, account: { id: 'a1', name: 'Rosa' }, request, at: now }, mode);
    },
    signIn(next: typeof account) {
      account = next;
      sender.wake();
    },
    breakDisk: (error: Error | null) => {
      diskError = error;
    },
    cancelWith: (reply: CancelReply) => {
      cancelReply = reply;
    },
    /** Answers the oldest send without one. */
    async answer(reply: Reply) {
      sends.shift()?.answer(reply);
      await settled();
    },
    /** The clock is set back; timers run on by another one. */
    setBack(ms: number) {
      now -= ms;
      if (timer) timer = { ...timer, at: timer.at - ms };
    },
    async pass(ms: number) {
      now += ms;
      if (timer && timer.at <= now) {
        const { run } = timer;
        timer = null;
        run();
      }
      await settled();
    },
  };
}

/** Everything that waits for nothing but other promises has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const NO_ANSWER: Reply = { kind: 'NO_ANSWER' };
const sold = (key: string): Reply => ({ kind: 'SOLD', sale: aSale(key), isReplayed: false });

test('an attempt is on disk before it leaves', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1');
  await settled();
  expect(till.log).toEqual(['write k1 EN_CURSO', 'send k1']);
  expect(till.disk.get('k1')).toMatchObject({ sends: 1, unknown: 1 });
});

test('an attempt that cannot be written is not sent, and leaves nothing behind', async () => {
  const till = createTill();
  await till.sender.start();
  till.breakDisk(new Error('The disk is full'));
  expect(await till.begin('k1')).toBe('NOT_WRITTEN');
  expect(till.sends).toEqual([]);
  expect(till.stateOf('k1')).toBeUndefined();
  till.breakDisk(null);
  void till.begin('k2');
  await settled();
  expect(till.stateOf('k2')).toBe('EN_CURSO');
});

test('a second sale waits until the first one is over or left pending', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1');
  await settled();
  expect(await till.begin('k2')).toBe('TAKEN');
  await till.sender.leavePending('k1');
  void till.begin('k2');
  await settled();
  expect(till.stateOf('k2')).toBe('EN_CURSO');
});

test('without an answer the same key goes again, later and later', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1');
  await settled();
  await till.answer(NO_ANSWER);
  expect(till.stateOf('k1')).toBe('DUDOSA');
  expect(till.nextAt('k1')).toBe(500);
  await till.pass(500);
  expect(till.sends.map(({ key }) => key)).toEqual(['k1']);
  await till.answer(NO_ANSWER);
  expect(till.nextAt('k1')).toBe(1_500);
  await till.pass(1_000);
  await till.answer(sold('s1'));
  expect(till.stateOf('k1')).toBe('VENDIDA');
  expect(till.disk.get('k1')).toMatchObject({ state: 'VENDIDA', sends: 3 });
});

test('a page that opens sends at once what it finds under way', async () => {
  const found = reduceAttempt(anAttempt({ key: 'k1' }), { kind: 'SENT', at: 0 });
  const till = createTill([found]);
  await till.sender.start();
  await settled();
  expect(till.stateOf('k1')).toBe('DUDOSA');
  expect(till.log).toEqual(['write k1 DUDOSA', 'send k1']);
});

test('pending ones go one at a time, in the order in which they were made', async () => {
  const till = createTill([
    anAttempt({ key: 'second', state: 'PENDIENTE', firstAt: 2 }),
    anAttempt({ key: 'first', state: 'PENDIENTE', firstAt: 1 }),
  ]);
  await till.sender.start();
  await settled();
  expect(till.sends.map(({ key }) => key)).toEqual(['first']);
  await till.answer(sold('s1'));
  expect(till.sends.map(({ key }) => key)).toEqual(['second']);
});

test('nothing is sent while nobody is signed in', async () => {
  const till = createTill([anAttempt({ key: 'k1', state: 'PENDIENTE' })]);
  till.signIn(null);
  await till.sender.start();
  await settled();
  expect(till.sends).toEqual([]);
  till.signIn({ id: 'a1', isAdmin: false });
  await settled();
  expect(till.sends.map(({ key }) => key)).toEqual(['k1']);
});

test('an answer that could not be written leaves the doubt on disk, and the key goes again', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1');
  await settled();
  till.breakDisk(new Error('The disk is full'));
  await till.answer(sold('s1'));
  expect(till.stateOf('k1')).toBe('VENDIDA');
  expect(till.disk.get('k1')).toMatchObject({ state: 'EN_CURSO', unknown: 1 });
});

test('a doubtful attempt is discarded only by the word of the server', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1');
  await settled();
  await till.answer(NO_ANSWER);
  expect(await till.sender.discard('k1')).toEqual({ kind: 'NO_ANSWER' });
  expect(till.stateOf('k1')).toBe('DUDOSA');
  till.cancelWith({ kind: 'SOLD', sale: aSale('s1') });
  await till.sender.discard('k1');
  expect(till.stateOf('k1')).toBe('VENDIDA');
});

test('one left pending without a send is discarded without the server', async () => {
  const till = createTill();
  await till.sender.start();
  till.signIn(null);
  await till.begin('k1', 'LEAVE_PENDING');
  expect(await till.sender.discard('k1')).toEqual({ kind: 'DISCARDED' });
  expect(till.stateOf('k1')).toBe('DESCARTADA');
});

test('a server that asks for time gets it', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1');
  await settled();
  await till.answer({
    kind: 'FAILED',
    code: 'RATE_LIMITED',
    requestId: null,
    retryAfterMs: 20_000,
  });
  expect(till.nextAt('k1')).toBe(20_000);
  await till.pass(15_000);
  expect(till.sends).toEqual([]);
});

test('a tab that lost the till sends nothing more', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1');
  await settled();
  till.sender.stop();
  await till.answer(NO_ANSWER);
  await till.pass(60_000);
  expect(till.sends).toEqual([]);
});

test('one cart is not charged a second time while its attempt is being put aside', async () => {
  const till = createTill();
  await till.sender.start();
  const twice = ['k1', 'k2'].map((key) => till.begin(key, 'LEAVE_PENDING', 'the cart'));
  expect(await Promise.all(twice)).toEqual(['BEGUN', 'TAKEN']);
  await till.answer(sold('k1'));
  expect(await till.begin('k3', 'SEND', 'the cart')).toBe('TAKEN');
  expect([...till.disk.keys()]).toEqual(['k1']);
});

test('an attempt that could not be written as discarded goes on', async () => {
  const till = createTill();
  await till.sender.start();
  till.signIn(null);
  await till.begin('k1', 'LEAVE_PENDING');
  till.breakDisk(new Error('full'));
  expect(await till.sender.discard('k1')).toEqual({ kind: 'NOT_WRITTEN' });
  expect(till.stateOf('k1')).toBe('PENDIENTE');
  till.breakDisk(null);
  expect(await till.sender.discard('k1')).toEqual({ kind: 'DISCARDED' });
  expect(till.disk.get('k1')).toMatchObject({ state: 'DESCARTADA' });
});

test('a refusal that is not on disk is written before another attempt begins', async () => {
  const till = createTill();
  await till.sender.start();
  void till.begin('k1', 'SEND', 'the cart');
  await settled();
  till.breakDisk(new Error('full'));
  await till.answer({ kind: 'FAILED', code: 'FORBIDDEN', requestId: null, retryAfterMs: null });
  expect(await till.begin('k2', 'SEND', 'the cart')).toBe('NOT_WRITTEN');
  till.breakDisk(null);
  void till.begin('k3', 'SEND', 'the cart');
  await settled();
  expect(till.log.slice(-3)).toEqual(['write k1 RECHAZADA', 'write k3 EN_CURSO', 'send k3']);
});

test('a clock that is set back does not hold an attempt up', async () => {
  const till = createTill();
  await till.sender.start();
  await till.pass(7_200_000);
  void till.begin('k1');
  await settled();
  await till.answer(NO_ANSWER);
  await till.pass(100);
  till.setBack(3_600_000);
  await till.pass(500);
  expect(till.log.filter((line) => line === 'send k1')).toHaveLength(2);
});
