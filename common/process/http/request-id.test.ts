import { expect, test } from '@jest/globals';
import { validate, version } from 'uuid';
import { newRequestId } from './request-id.ts';

test('1,000 ids are UUIDs of version 7, and no two are the same', () => {
  const ids = Array.from({ length: 1_000 }, newRequestId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});
