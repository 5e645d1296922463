import { expect, test } from '@jest/globals';
import { type AbortReason, type Attempt, stateOfKey } from './attempt.ts';

/* The key table: what a request with a key may do, by the newest attempt of the key. */

const MOMENT = new Date('2026-01-01T00:00:00Z');

function attempt(decision: Attempt['decision'], reason: AbortReason | null = null): Attempt {
  const times = { validUntil: MOMENT, createdAt: MOMENT };
  return { id: 'id', attempt: 2, requestHash: 'mine', decision, reason, ...times };
}

const RULE: AbortReason = { kind: 'Rule', rejections: [{ code: 'SELLER_INACTIVE' }] };
const FAULTS = (['Unreachable', 'Refused', 'Expired'] as const).map(
  (fault): AbortReason => ({ kind: 'Fault', fault }),
);

test('an unknown key runs as its first attempt', () => {
  expect(stateOfKey(null, 'mine')).toEqual({ kind: 'Run', attempt: 1 });
});

test('an open attempt is joined, never run beside', () => {
  const open = attempt('OPEN');
  expect(stateOfKey(open, 'mine')).toEqual({ kind: 'Join', attempt: open });
});

test('a committed attempt answers for ever', () => {
  const committed = attempt('COMMITTED');
  expect(stateOfKey(committed, 'mine')).toEqual({ kind: 'Answered', attempt: committed });
});

test('a rule of the shop is final: the same key gets the stored answer', () => {
  const ruled = attempt('ABORTED', RULE);
  expect(stateOfKey(ruled, 'mine')).toEqual({ kind: 'Answered', attempt: ruled });
});

test.each(FAULTS)('after the fault %p the key runs again, as the next attempt', (reason) => {
  expect(stateOfKey(attempt('ABORTED', reason), 'mine')).toEqual({ kind: 'Run', attempt: 3 });
});

test.each([
  attempt('OPEN'),
  attempt('COMMITTED'),
  attempt('ABORTED', RULE),
  ...FAULTS.map((f) => attempt('ABORTED', f)),
])(
  'another purchase under the key is refused whatever became of the first: $decision $reason',
  (newest) => {
    expect(stateOfKey(newest, 'other')).toEqual({ kind: 'Reused' });
  },
);
