// Goal: no mutation of any noun answers with what was read before it, whoever writes it. Method:
// the schemas as the services load them, with a made-up resolver for each mutation.
import { expect, test } from '@jest/globals';
import type { GraphQLResolveInfo } from 'graphql';
import { ROLES } from '../../process/identity/roles.ts';
import { SUBGRAPH_NAMES } from '../../topology/derived.ts';
import { loadSubgraphSchema } from './subgraph-schema.ts';

const mutations = SUBGRAPH_NAMES.flatMap((name) =>
  Object.values(loadSubgraphSchema(name, []).getMutationType()?.getFields() ?? {}),
);

test('every mutation of every subgraph begins with new loaders and leaves new ones behind', async () => {
  expect(mutations.length).toBeGreaterThan(10);
  for (const { name, resolve } of mutations) {
    const actor = { id: '1', roles: [...ROLES] };
    const context = {
      caller: { service: 'router', actor, clientAddress: null },
      loaders: { readBy: 'what came before' },
      createLoaders: () => ({ readBy: 'nobody' }),
    };
    const withinMutation = () => {
      const { readBy } = context.loaders;
      context.loaders.readBy = name;
      return readBy;
    };
    const info = { fieldName: name } as GraphQLResolveInfo;

    const readBefore: unknown = await resolve?.({ [name]: withinMutation }, {}, context, info);

    expect([name, readBefore, context.loaders.readBy]).toEqual([name, 'nobody', 'nobody']);
  }
});
