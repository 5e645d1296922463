import DataLoader from 'dataloader';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { countRows, cursorOf, type PageQuery, selectPages } from '../database/keyset.ts';
import type { Sql } from '../database/sql.ts';

/** A page of a list in the Relay shape; the count is made only when a query selects it. */
export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: () => Promise<number>;
}

/** Reads pages for one request: all pages asked for in the same moment cost one statement. */
export interface ConnectionLoader {
  load<Row extends object>(query: PageQuery): Promise<Connection<Row>>;
}

export function createConnectionLoader(sql: Sql): ConnectionLoader {
  const uncached = { cache: false };
  const pages = new DataLoader<PageQuery, object[]>(
    (queries) => selectPages(sql, queries),
    uncached,
  );
  const counts = new DataLoader<PageQuery, number>((queries) => countRows(sql, queries), uncached);
  return {
    async load<Row extends object>(query: PageQuery) {
      const rows = (await pages.load(query)) as Row[];
      return connectionOf(rows, query, () => counts.load(query));
    },
  };
}

function connectionOf<Row extends object>(
  rows: Row[],
  query: PageQuery,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const { first, after } = query;
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node, query) }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/** Lets every connection of a schema make its count when, and only when, it is selected. */
export function resolveTotalCounts(schema: GraphQLSchema): GraphQLSchema {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of types.filter(({ name }) => name.endsWith('Connection'))) {
    const field = type.getFields()['totalCount'];
    if (field) field.resolve = (page: Connection<unknown>) => page.totalCount();
  }
  return schema;
}
