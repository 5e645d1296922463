import { expect, test } from '@jest/globals';
import { unfinishedOf } from './unfinished.ts';

test('an attempt without an answer is doubtful, one that was put aside is pending', () => {
  const states = ['EN_CURSO', 'DUDOSA', 'PENDIENTE', 'VENDIDA', 'RECHAZADA', 'DESCARTADA'];
  expect(unfinishedOf(states.map((state) => ({ state })))).toEqual({
    doubtful: 2,
    pending: 1,
    isUnread: false,
  });
});
