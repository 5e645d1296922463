import type { GraphQLError } from 'graphql';
import type { Json } from '../../common/process/http/json.ts';

/** A fetch that gave nothing about some objects. */
export interface Failure {
  /** At the first of them; told elsewhere, it has another path. */
  error: GraphQLError;
}

/** A subgraph knows nothing of the object: what links to it is null, and nothing has failed. */
export const GONE = 'gone';
/** An error of its own says why nothing was given. */
export const TOLD = 'told';

/** Objects that lack what a fetch was to give, and why. */
export type Lacks = Map<Json, Failure | typeof GONE | typeof TOLD>;
