import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { readChanges } from './read-changes.ts';

const CHANGES_SIZE = { maxRows: 1_000, defaultRows: 1_000 };

export const catalogResolvers: Pick<Resolvers, 'Query'> = {
  Query: {
    cambiosCatalogo: (_, args, { database, loaders }) =>
      readChanges({ database, pages: loaders.pages }, pageArguments(args, CHANGES_SIZE)),
  },
};
