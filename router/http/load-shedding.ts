import { HttpRefusal, type Route } from '../../common/process/http/http-server.ts';

/**
 * Most requests that are worked on at once. One process does not get faster beyond that: more of
 * them would only wait for each other until nobody gets an answer in time.
 */
const MAX_IN_FLIGHT = 96;

/** Refuses at once, before anything is read, what comes while the most requests are under way. */
export function withLoadShedding(route: Route, maxInFlight = MAX_IN_FLIGHT): Route {
  let inFlight = 0;
  return async (call) => {
    if (inFlight >= maxInFlight) {
      throw new HttpRefusal('SERVER_BUSY');
    }
    inFlight += 1;
    try {
      return await route(call);
    } finally {
      inFlight -= 1;
    }
  };
}
