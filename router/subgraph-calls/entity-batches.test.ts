import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchEntities } from './entity-batches.ts';
import type { SubgraphAnswer, SubgraphError } from './subgraph-call.ts';

type Entity = { __typename: 'Product'; id: string };

const product = (id: string): Entity => ({ __typename: 'Product', id });

/** The answer of a subgraph that knows every product. */
function answerTo(batch: unknown[]): SubgraphAnswer {
  const entities = (batch as Entity[]).map(({ id }) => ({ name: `name of ${id}` }));
  return { data: { _entities: entities }, errors: [], answered: true };
}

const UNAVAILABLE: SubgraphAnswer = {
  data: null,
  errors: [{ message: 'down', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  answered: false,
};

test('each entity is asked for once and answered everywhere it stands, whatever the order', () => {
  const ids = fc.array(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), { minLength: 1 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 4 }), (asked, maxPerCall) => {
      const { batches, merge } = batchEntities(asked.map(product), maxPerCall);
      expect(batches.flat()).toHaveLength(new Set(asked).size);
      expect(batches.every((batch) => batch.length <= maxPerCall)).toBe(true);
      const { data, errors } = merge(batches.map(answerTo));
      expect(data).toEqual({ _entities: asked.map((id) => ({ name: `name of ${id}` })) });
      expect(errors).toEqual([]);
    }),
  );
});

test('two entities are the same when their JSON is, whatever is in them', () => {
  const value = fc.constantFrom<unknown>('1', '2', 'id', 'sku', 1, null, ['1']);
  const typename = fc.constantFrom('Product', 'id');
  const entity = fc.record({ __typename: typename, id: value, sku: value }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(entity, { minLength: 1 }), (asked) => {
      const different = new Map(asked.map((one) => [JSON.stringify(one), one]));
      expect(batchEntities(asked).batches).toEqual([[...different.values()]]);
    }),
    { numRuns: 500 },
  );
});

test('2,500 different entities go in calls of 1,000', () => {
  const asked = Array.from({ length: 2_500 }, (_, index) => product(String(index)));
  expect(batchEntities(asked).batches.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
});

test('an error about one entity is told everywhere that entity stands', () => {
  const { merge } = batchEntities([product('1'), product('2'), product('1'), product('3')], 2);
  const { errors } = merge([
    answerTo([product('1'), product('2')]),
    {
      data: { _entities: [null] },
      errors: [
        {
          message: 'x',
          path: ['_entities', 0, 'name'],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
      answered: true,
    },
  ]);
  expect(errors.map(({ path }) => path)).toEqual([['_entities', 3, 'name']]);

  const twice = batchEntities([product('1'), product('2'), product('1')]);
  const merged = twice.merge([
    {
      data: { _entities: [null, { name: 'b' }] },
      errors: [{ message: 'x', path: ['_entities', 0], extensions: { code: 'TIMEOUT' } }],
      answered: true,
    },
  ]);
  expect(merged.errors.map(({ path }) => path)).toEqual([
    ['_entities', 0],
    ['_entities', 2],
  ]);
  expect(merged.data).toEqual({ _entities: [null, { name: 'b' }, null] });
});

test('when one call of several fails, only its entities are missing, each with an error', () => {
  const { batches, merge } = batchEntities(['1', '2', '3', '4'].map(product), 2);
  const { data, errors } = merge([answerTo(batches[0]!), UNAVAILABLE]);
  expect(data).toEqual({ _entities: [{ name: 'name of 1' }, { name: 'name of 2' }, null, null] });
  const [{ message, extensions }] = UNAVAILABLE.errors as [SubgraphError];
  expect(errors).toEqual([
    { message, extensions, path: ['_entities', 2] },
    { message, extensions, path: ['_entities', 3] },
  ]);
});

/** Lists that do not say which entity is which, when three were asked for. */
test.each([
  ['a shorter list', { _entities: [{ name: 'b' }, { name: 'c' }] }],
  ['a longer list', { _entities: [{}, {}, {}, {}] }],
  ['an empty list', { _entities: [] }],
  ['no list', { _entities: { 0: {}, 1: {}, 2: {}, length: 3 } }],
  ['null', { _entities: null }],
  ['nothing', {}],
  ['no data', null],
])('%s for three entities has failed: none is known, and each is told', (_, data) => {
  const { merge } = batchEntities(['1', '2', '3', '1'].map(product));
  const merged = merge([{ data, errors: [], answered: true }]);
  expect(merged.data).toEqual({ _entities: [null, null, null, null] });
  expect(merged.errors.map(({ path, extensions }) => [path?.[1], extensions.code])).toEqual([
    [0, 'SERVICE_UNAVAILABLE'],
    [3, 'SERVICE_UNAVAILABLE'],
    [1, 'SERVICE_UNAVAILABLE'],
    [2, 'SERVICE_UNAVAILABLE'],
  ]);
});

test('an error beyond the list leaves none known: the list is about other entities', () => {
  const { merge } = batchEntities(['1', '2'].map(product));
  const error: SubgraphError = { message: 'x', extensions: { code: 'FORBIDDEN' } };
  const data = { _entities: [{ n: 1 }, null] };
  const merged = merge([{ data, errors: [{ ...error, path: ['_entities', 2] }], answered: true }]);
  expect(merged.data).toEqual({ _entities: [null, null] });
  expect(merged.errors.map(({ path }) => path)).toEqual([
    ['_entities', 0],
    ['_entities', 1],
  ]);
});

test.each([
  ['without an index', ['_entities']],
  ['without a path', undefined],
])('an error %s is told wherever the call left nothing', (_, path) => {
  const { merge } = batchEntities(['1', '2'].map(product));
  const error: SubgraphError = { message: 'x', extensions: { code: 'FORBIDDEN' } };
  const told = { ...error, ...(path && { path }) };
  const left = merge([{ data: { _entities: [{ n: 1 }, null] }, errors: [told], answered: true }]);
  expect(left.errors).toEqual([{ ...error, path: ['_entities', 1] }]);
  const all = merge([{ data: { _entities: [{}, {}] }, errors: [told], answered: true }]);
  expect(all.errors).toEqual([{ ...error, path: ['_entities', 0] }]);
});
