// Reads and edits of the back office. Lists are kept for a moment by TanStack Query; the till has
// its own catalogue and its own queue, and uses none of this.
import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { currentSession, watchSession } from '../session/session.ts';
import { type CallResult, call, type Failure } from './call.ts';
import type { Operation } from './operation.ts';

/** A list that was read a moment ago is shown again without a wait, in ms. */
const FRESH_MS = 2_000;
const RETRIES = 2;

/** Carries a failure through TanStack Query. */
class GatewayFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.kind === 'REFUSED' ? failure.code : failure.kind);
    this.failure = failure;
  }
}

/** Outcomes that another try may change. */
const PASSING = new Set(['SERVICE_UNAVAILABLE', 'TIMEOUT', 'SERVER_BUSY', 'INVENTORY_UNAVAILABLE']);

function isPassing(error: unknown): boolean {
  if (!(error instanceof GatewayFailure)) return false;
  const { failure } = error;
  return failure.kind === 'NO_ANSWER' || PASSING.has(failure.code);
}

/** The one store of what was read; it is emptied when another person signs in. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      networkMode: 'always',
      retry: (failures, error) => failures < RETRIES && isPassing(error),
      placeholderData: keepPreviousData,
    },
  },
});

/** The person whose lists are kept. */
let ownerId: string | null = null;
watchSession(() => {
  const session = currentSession();
  const userId = 'user' in session ? session.user.id : null;
  if (userId !== ownerId) queryClient.clear();
  ownerId = userId;
});

async function read<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Data> {
  const result = await call(operation, variables, { signal });
  if (result.kind !== 'ANSWERED') throw new GatewayFailure(result);
  return result.data;
}

/** A read, as a component sees it. */
export interface Reading<Data> {
  data: Data | undefined;
  failure: Failure | null;
  /** Nothing is there yet. */
  isLoading: boolean;
  /** The data shown is of other variables, or is being read again. */
  isRefreshing: boolean;
  reload: () => void;
}

function failureOf(error: unknown): Failure | null {
  if (error === null) return null;
  if (error instanceof GatewayFailure) return error.failure;
  throw error;
}

/** Reads an operation while the component is shown. A field that failed is null in the data. */
export function useReading<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  { isOn = true, everyMs }: { isOn?: boolean; everyMs?: number } = {},
): Reading<Data> {
  const query = useQuery(
    {
      queryKey: [operation.id, variables],
      queryFn: ({ signal }) => read(operation, variables, signal),
      enabled: isOn,
      ...(everyMs !== undefined && { refetchInterval: everyMs }),
    },
    queryClient,
  );
  return {
    data: query.data,
    failure: failureOf(query.error),
    isLoading: query.isPending && isOn,
    isRefreshing: query.isFetching,
    reload: () => void query.refetch(),
  };
}

/** A page of a list, as every connection of the gateway has it. */
interface Page<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount?: number;
}

/** A list that grows by "Ver más". */
export interface ListReading<Node> extends Omit<Reading<never>, 'data'> {
  nodes: readonly Node[];
  /** Counts up to 10,000; null when the operation does not ask for it. */
  totalCount: number | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
}

/**
 * Reads a list page by page.
 * @param pick finds the list in the data; null when its field failed
 */
export function useList<Data, Variables extends { after?: string | null | undefined }, Node>(
  operation: Operation<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  pick: (data: Data) => Page<Node> | null,
): ListReading<Node> {
  const query = useInfiniteQuery(
    {
      queryKey: [operation.id, 'list', variables],
      queryFn: async ({ signal, pageParam }) => {
        const data = await read(operation, { ...variables, after: pageParam } as Variables, signal);
        const page = pick(data);
        if (page === null) throw new GatewayFailure({ kind: 'NO_ANSWER' });
        return page;
      },
      initialPageParam: null as string | null,
      getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    },
    queryClient,
  );
  return {
    nodes: query.data?.pages.flatMap(({ nodes }) => nodes) ?? [],
    totalCount: query.data?.pages[0]?.totalCount ?? null,
    failure: failureOf(query.error),
    isLoading: query.isPending,
    isRefreshing: query.isFetching,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  };
}

/** Sends an edit; afterwards every list that is shown is read again. */
export function useSend<Data, Variables>(
  operation: Operation<Data, Variables>,
): { send: (variables: Variables) => Promise<CallResult<Data>>; isSending: boolean } {
  const [isSending, setSending] = useState(false);
  const send = useCallback(
    async (variables: Variables) => {
      setSending(true);
      const result = await call(operation, variables);
      // The answer waits for no list: a form must know what it saved before it is read again.
      // Without an answer it may have been done: the lists tell, once they can be read.
      if (result.kind !== 'REFUSED') void queryClient.invalidateQueries();
      setSending(false);
      return result;
    },
    [operation],
  );
  return { send, isSending };
}
