/** The largest `Int` of GraphQL. */
const MAX_INT = 2_147_483_647;

/** A count as `Int` can show it: beyond that it is not shown larger, and the answer stays good. */
export function shownCount(count: number): number {
  return Math.min(count, MAX_INT);
}
