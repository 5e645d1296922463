// Goal: a compiled query answers as the reference executor does, whatever was asked and answered.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type ExecutionResult, execute, parse } from 'graphql';
import { isCompilable } from '../../../common/subgraph/graphql/compilable-document.ts';
import * as compiler from '../../../common/subgraph/graphql/compiled-query.ts';
import { createOperationRunner } from '../../../common/subgraph/graphql/operation-runner.ts';
import { readSchemaModules } from '../../../common/subgraph/graphql/schema-modules.ts';
import { subgraphSchema } from '../../../common/subgraph/graphql/subgraph-schema.ts';
import { DateTime, Decimal } from '../../../common/values/scalars.ts';
import { seededRandom } from '../../faults/seeded-random.ts';
import { answerAll, waitForAll } from './made-up-answers.ts';
import { randomQuery } from './random-query.ts';

const SCALARS = [{ DateTime, Decimal }];
const SCHEMA = join(import.meta.dirname, '../../../schema');
const QUERIES_PER_SCHEMA = 100;
const LEAST_COMPILED = QUERIES_PER_SCHEMA / 2;
/** The two say differently that an object is of no known type. */
const NO_TYPE = /^(Runtime Object type is not|Abstract type "\w+" must resolve).*/s;

/**
 * The places where the errors of an answer show: at the first null on their way. Of several errors
 * below one null each executor tells those that it came upon.
 */
function nullsWithErrors({ data, errors = [] }: ExecutionResult): string[] {
  const shown = errors.map(({ path = [], message }) => {
    let value: unknown = data;
    const way: (string | number)[] = [];
    for (const part of path) {
      if (value === null || value === undefined) break;
      value = (value as Record<string | number, unknown>)[part];
      way.push(part);
    }
    const isItsOwn = way.length === path.length;
    return JSON.stringify([way, isItsOwn ? message.replace(NO_TYPE, 'of no type') : null]);
  });
  return [...new Set(shown)].sort();
}

/** The text too: clients may count on the order of fields. */
function comparable(result: ExecutionResult) {
  return { data: JSON.stringify(result.data), nulls: nullsWithErrors(result) };
}

test.each(['inventario', 'ventas', 'usuarios'])(
  'random queries over %s get the same answers and errors from both executors',
  async (name) => {
    const texts = readSchemaModules(SCHEMA, name).map(({ text }) => text);
    const schema = waitForAll(answerAll(subgraphSchema(texts, SCALARS)));
    const run = createOperationRunner(answerAll(subgraphSchema(texts, SCALARS)), compiler);
    let compiled = 0;

    for (let seed = 1; seed <= QUERIES_PER_SCHEMA; seed++) {
      const { query, variables } = randomQuery(schema, seededRandom(seed));
      const document = parse(query);
      if (!isCompilable(document)) continue; // The reference executor runs it, whoever asks.
      compiled += 1;
      const contextValue = seed;
      const expected = await execute({ schema, document, variableValues: variables, contextValue });
      const given = await run({ query, variables, operationName: undefined }, contextValue);

      expect({ seed, query, ...comparable(given) }).toEqual({
        seed,
        query,
        ...comparable(expected),
      });
    }
    expect(compiled).toBeGreaterThan(LEAST_COMPILED);
  },
);
