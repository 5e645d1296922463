import type { RefusalContext } from '../../common/process/errors/standard-errors.ts';
import {
  type Deadline,
  deadlineIn,
  REQUEST_BUDGET_MS,
} from '../../common/process/http/deadline.ts';
import type { HttpCall } from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';

/**
 * The first stage of a request. Each room makes the next stage from the one before, and none writes
 * into it: received, read, admitted, identified, answered.
 */
export type ReceivedRequest = Readonly<
  RefusalContext & {
    call: HttpCall;
    deadline: Deadline;
  }
>;

/** Takes in a request: its time begins, and its log lines carry its id. */
export function receive(call: HttpCall, log: Log): ReceivedRequest {
  const { requestId } = call;
  const ownLog = log.with({ requestId });
  return { call, requestId, log: ownLog, deadline: deadlineIn(REQUEST_BUDGET_MS) };
}
