import DataLoader from 'dataloader';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { shareReads } from '../batch/shared-reads.ts';
import {
  countRows,
  cursorOf,
  type ListQuery,
  type PageQuery,
  type PagesPlan,
  planPages,
} from '../database/keyset.ts';
import { type Sql, sizeOfValues } from '../database/sql.ts';

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

/** Reads pages and counts, for the life of the process. */
export interface PageReader {
  readPages(queries: readonly ListQuery[]): Promise<unknown[][]>;
  countRows(queries: readonly ListQuery[]): Promise<number[]>;
}

/** Makes the reader; the pages that several requests ask for at once are one round trip. */
export function createPageReader(sql: Sql): PageReader {
  const readTogether = shareReads(
    async (plans: readonly PagesPlan[]) => {
      const results = await sql.script(plans.flatMap(({ statements }) => statements));
      let read = 0;
      return plans.map((plan) => {
        const begin = read;
        read += plan.statements.length;
        return plan.pagesOf(results.slice(begin, read));
      });
    },
    ({ maxRows, statements }) => {
      const sizes = statements.map((one) => one.sql.length + sizeOfValues(one.values));
      return { lines: maxRows, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    },
  );
  return {
    readPages: async (queries) => readTogether(planPages(queries)),
    countRows: (queries) => countRows(sql, queries),
  };
}

/** Reads pages for one request: all pages asked for in the same moment are read at once. */
export interface ConnectionLoader {
  load<Row extends object>(query: PageQuery<Row>): Promise<Connection<Row>>;
}

export function createConnectionLoader(reader: PageReader): ConnectionLoader {
  const uncached = { cache: false };
  const pages = new DataLoader<ListQuery, unknown[]>(reader.readPages, uncached);
  const counts = new DataLoader<ListQuery, number>(reader.countRows, uncached);
  return {
    async load<Row extends object>(query: PageQuery<Row>) {
      const rows = query.table.rowsOf(await pages.load(query));
      return connectionOf(rows, query, () => counts.load(query));
    },
  };
}

/** Cursors are made when a query selects them. */
function connectionOf<Row extends object>(
  rows: Row[],
  query: PageQuery<Row>,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const { first, after } = query;
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({
    node,
    get cursor() {
      return cursorOf(node, query);
    },
  }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null,
      get startCursor() {
        return edges.at(0)?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
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
