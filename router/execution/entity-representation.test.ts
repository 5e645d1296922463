import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { representationOf } from './entity-representation.ts';

const supergraph = buildSchema(`
  type Query { a: Int }
  interface Ware { id: ID }
  type Product implements Ware { id: ID }`);

const field = (name: string, selections?: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'Field',
  name,
  ...(selections && { selections }),
});
const on = (
  typeCondition: string,
  ...selections: QueryPlanSelectionNode[]
): QueryPlanSelectionNode => ({ kind: 'InlineFragment', typeCondition, selections });

const ENTITY = {
  __typename: 'Product',
  id: '1',
  label: null,
  secret: 'not asked for',
  size: { unit: 'cm', sides: [{ length: 1, color: 'RED' }, null] },
};

test('required fields go along, down into lists, and nothing else does', () => {
  const size = field('size', [field('unit'), field('sides', [field('length')])]);
  const asked = [on('Product', field('__typename'), field('id'), field('label'), size)];
  expect(representationOf(ENTITY, asked, supergraph)).toEqual({
    __typename: 'Product',
    id: '1',
    label: null,
    size: { unit: 'cm', sides: [{ length: 1 }, null] },
  });
});

test('the parts of several types that an entity is of come together', () => {
  const asked = [
    on('Product', field('__typename')),
    on('Ware', field('id')),
    on('Other', field('label')),
  ];
  expect(representationOf(ENTITY, asked, supergraph)).toEqual({ __typename: 'Product', id: '1' });
});

test('a part that is missing, or only inherited by every object, makes no representation', () => {
  for (const name of ['price', 'toString', 'constructor']) {
    expect(representationOf(ENTITY, [field('id'), field(name)], supergraph)).toBeNull();
  }
});
