import type { FaultContext } from '../../common/process/errors/standard-errors.ts';
import type { Deadline } from '../../common/process/http/deadline.ts';
import type { ClientIdentity } from '../identity/client-identity.ts';

/** What every request of a client brings through the router. */
export interface RouterContext extends FaultContext, ClientIdentity {
  deadline: Deadline;
  /** Estimated cost of the operation, in points; null until it is known. */
  cost: number | null;
  /** What the request's log line tells when it is answered. */
  outcome: RequestOutcome;
}

export interface RequestOutcome {
  operationName: string | null;
  /** One per error in the answer. */
  errorCodes: string[];
  /** The request itself could be read, whatever became of the operation in it. */
  isWellFormed: boolean;
}
