import { type Batcher, createBatcher } from '../../../common/subgraph/batch/batcher.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { RestockOutcome, ReturnedUnits } from './restock.ts';
import { runRestocks } from './run-restocks.ts';

/** The one way to put returns back: what arrives at the same time goes together. */
export type Restocks = Batcher<ReturnedUnits, RestockOutcome>;

/** The approximate size of a return in a statement, in bytes: without its lines, and for each. */
const RETURN_BYTES = 100;
const LINE_BYTES = 200;

export function createRestocks(database: Database): Restocks {
  return createBatcher({
    run: (returns) => runRestocks(database, returns),
    weigh: ({ lines }) => {
      return { lines: lines.length, bytes: RETURN_BYTES + lines.length * LINE_BYTES };
    },
  });
}
