import { expect, test } from '@jest/globals';
import { newAttempt, nextTry } from './keyed-attempt.ts';
import { attemptAt, keepAnswered, keepSent } from './unsettled-attempts.ts';

const keyAfter = (place: string, content: string) =>
  nextTry(
    attemptAt(place, () => 'new'),
    content,
    () => 'new',
  ).key;

test('a dialog that is opened again after no answer, or before it, sends the same key', () => {
  const sent = nextTry(newAttempt('first'), 'content', () => 'new');
  keepSent('return 1', sent);
  expect(keyAfter('return 1', 'content')).toBe('first');
  keepAnswered('return 1', { ...sent, isUnknown: true }, []);
  expect(keyAfter('return 1', 'content')).toBe('first');
  expect(keyAfter('return 1', 'other words')).toBe('first');
  expect(keyAfter('return 2', 'content')).toBe('new');
});

test.each([
  ['an answer', false, []],
  ['word that the first content was done', true, ['IDEMPOTENCY_KEY_REUSED']],
])('after %s the next dialog is another act', (_, isUnknown, codes) => {
  const sent = nextTry(newAttempt('first'), 'content', () => 'new');
  keepSent('movement 1', sent);
  keepAnswered('movement 1', { ...sent, isUnknown }, codes);
  expect(keyAfter('movement 1', 'content')).toBe('new');
});
