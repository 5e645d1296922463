import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import * as operations from './shop-operations.ts';

const api = buildSchema(
  readFileSync(resolve(import.meta.dirname, '../../schema/api.graphql'), 'utf8'),
);

test.each(Object.entries(operations))('%s is valid for any client of the graph', (_name, text) => {
  expect(validate(api, parse(text))).toEqual([]);
});
