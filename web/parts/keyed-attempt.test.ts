import { expect, test } from '@jest/globals';
import type { CallResult } from '../gateway/call.ts';
import { afterTry, type KeyedAttempt, newAttempt, nextTry } from './keyed-attempt.ts';

const ANSWERED: CallResult<unknown> = { kind: 'ANSWERED', data: {}, errors: [], requestId: null };
const NO_ANSWER: CallResult<unknown> = { kind: 'NO_ANSWER' };

function refused(code: string): CallResult<unknown> {
  return { kind: 'REFUSED', code, message: '', requestId: null, retryAfterMs: null };
}

function tried(content: string, result: CallResult<unknown>, codes: string[] = []): KeyedAttempt {
  return afterTry(
    nextTry(newAttempt('first'), content, () => 'second'),
    result,
    codes,
  );
}

function keyOfNext(attempt: KeyedAttempt, content: string): string {
  return nextTry(attempt, content, () => 'second').key;
}

test('the first try has the key that was made when the dialog opened', () => {
  expect(keyOfNext(newAttempt('first'), 'a')).toBe('first');
});

test('the same content keeps its key, whatever became of it', () => {
  for (const result of [NO_ANSWER, refused('FORBIDDEN'), refused('TIMEOUT'), ANSWERED]) {
    expect(keyOfNext(tried('a', result), 'a')).toBe('first');
  }
});

test('other content gets a new key once the first one is known to be refused', () => {
  expect(keyOfNext(tried('a', ANSWERED, ['RETURN_EXCEEDS_SOLD']), 'b')).toBe('second');
  expect(keyOfNext(tried('a', refused('FORBIDDEN')), 'b')).toBe('second');
});

test('other content keeps the key while nobody knows whether the first one was done', () => {
  const unknown = [
    tried('a', NO_ANSWER),
    tried('a', refused('SERVICE_UNAVAILABLE')),
    tried('a', refused('TIMEOUT')),
    tried('a', refused('INTERNAL_SERVER_ERROR')),
    tried('a', ANSWERED, ['SALE_IN_PROGRESS']),
    tried('a', ANSWERED, ['IDEMPOTENCY_KEY_REUSED']),
  ];
  for (const attempt of unknown) {
    expect(attempt.isUnknown).toBe(true);
    expect(keyOfNext(attempt, 'b')).toBe('first');
  }
});

test('a field that failed inside of an answer leaves the outcome unknown', () => {
  const error = { message: '', code: 'TIMEOUT', path: ['anularVenta'] };
  const answer: CallResult<unknown> = { ...ANSWERED, kind: 'ANSWERED', errors: [error] } as never;
  expect(tried('a', answer).isUnknown).toBe(true);
});

test('a refusal at the door does not tell what became of an earlier try', () => {
  const attempt = afterTry(tried('a', NO_ANSWER), refused('UNAUTHENTICATED'), []);
  expect(attempt.isUnknown).toBe(true);
});

test('an answer without complaints ends the doubt', () => {
  expect(afterTry(tried('a', NO_ANSWER), ANSWERED, []).isUnknown).toBe(false);
});
