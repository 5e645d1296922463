import { HttpRefusal } from '../../common/process/http/http-server.ts';

/**
 * Most requests that are worked on at once. One process does not get faster beyond that: more of
 * them would only wait for each other until nobody gets an answer in time.
 */
const MAX_IN_FLIGHT = 96;

/** Does the work of a request, unless too much is under way. */
export type LoadShedder = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Refuses at once what comes while the most requests are under way. A request counts from the time
 * when it is whole: one that is half sent costs a connection only, so that nobody closes the shop
 * with requests that never end.
 * @throws HttpRefusal SERVER_BUSY
 */
export function createLoadShedder(maxInFlight = MAX_IN_FLIGHT): LoadShedder {
  let inFlight = 0;
  return async (work) => {
    if (inFlight >= maxInFlight) throw new HttpRefusal('SERVER_BUSY');
    inFlight += 1;
    try {
      return await work();
    } finally {
      inFlight -= 1;
    }
  };
}
