import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forgettable, nextToSend, retryDelayMs } from './attempt-schedule.ts';
import { anAttempt } from './testing.ts';

const ROSA = { id: 'a1', isAdmin: false };
const HOUR_MS = 3_600_000;
const CALM = {
  inFlight: new Set<string>(),
  confirmed: new Set<string>(),
  account: ROSA,
  isOnline: true,
  now: 0,
};

test('a delay doubles from half a second, stays within a fifth of it and below 15 s', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const delayMs = retryDelayMs(failures, random, null);
      const base = 500 * 2 ** failures;
      expect(delayMs).toBeLessThanOrEqual(15_000);
      expect(delayMs).toBeLessThanOrEqual(base * 1.2);
      expect(delayMs).toBeGreaterThanOrEqual(Math.min(base, 15_000) * 0.8);
    }),
  );
});

test('a delay is never shorter than the server asks', () => {
  expect(retryDelayMs(0, 0.5, 30_000)).toBe(30_000);
});

test('one in hand goes beside the oldest pending one', () => {
  const attempts = [
    anAttempt({ key: 'new', state: 'PENDIENTE', firstAt: 2 }),
    anAttempt({ key: 'old', state: 'PENDIENTE', firstAt: 1 }),
    anAttempt({ key: 'hand', state: 'DUDOSA', firstAt: 3 }),
  ];
  expect(nextToSend({ ...CALM, attempts })).toEqual(['hand', 'old']);
  expect(nextToSend({ ...CALM, attempts, inFlight: new Set(['old']) })).toEqual(['hand']);
});

test('without a connection only the one in hand is asked about, and what a person sends', () => {
  const attempts = [
    anAttempt({ key: 'hand', state: 'DUDOSA' }),
    anAttempt({ key: 'left', state: 'PENDIENTE' }),
  ];
  expect(nextToSend({ ...CALM, attempts, isOnline: false })).toEqual(['hand']);
  const confirmed = new Set(['left']);
  expect(nextToSend({ ...CALM, attempts, isOnline: false, confirmed })).toEqual(['hand', 'left']);
});

test('attempts of others wait for them or for an administrator', () => {
  const attempts = [anAttempt({ key: 'jorge', state: 'PENDIENTE', accountId: 'a2' })];
  expect(nextToSend({ ...CALM, attempts })).toEqual([]);
  expect(nextToSend({ ...CALM, attempts, account: { id: 'a9', isAdmin: true } })).toEqual([
    'jorge',
  ]);
  expect(nextToSend({ ...CALM, attempts, account: null })).toEqual([]);
});

test('one older than 12 hours goes only when somebody says so', () => {
  const attempts = [anAttempt({ key: 'old', state: 'PENDIENTE', firstAt: 0 })];
  const later = { ...CALM, attempts, now: 12 * HOUR_MS + 1 };
  expect(nextToSend({ ...later, now: 12 * HOUR_MS })).toEqual(['old']);
  expect(nextToSend(later)).toEqual([]);
  expect(nextToSend({ ...later, confirmed: new Set(['old']) })).toEqual(['old']);
});

test('one that needs an administrator lets the next one pass', () => {
  const attempts = [
    anAttempt({
      key: 'stuck',
      state: 'PENDIENTE',
      firstAt: 1,
      answer: { kind: 'STUCK', code: 'FORBIDDEN', requestId: null },
    }),
    anAttempt({ key: 'next', state: 'PENDIENTE', firstAt: 2 }),
  ];
  expect(nextToSend({ ...CALM, attempts })).toEqual(['next']);
});

test('only the last 20 sales are kept, and all that nobody has seen', () => {
  const sold = Array.from({ length: 22 }, (_, at) =>
    anAttempt({ key: `s${at}`, state: 'VENDIDA', firstAt: at }),
  );
  const unseen = anAttempt({ key: 'unseen', state: 'RECHAZADA', isUnattended: true });
  const seen = anAttempt({ key: 'seen', state: 'RECHAZADA' });
  const open = anAttempt({ key: 'open', state: 'DUDOSA' });
  expect(forgettable([...sold, unseen, seen, open]).sort()).toEqual(['s0', 's1', 'seen']);
});
