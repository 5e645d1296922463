import { HttpRefusal } from '../../common/process/http/http-server.ts';

/** The most that a router takes on; a test makes its own. */
export interface LoadLimits {
  /**
   * Most requests that are worked on at once. One process does not get faster beyond that: more of
   * them would only wait for each other until nobody gets an answer in time.
   */
  inFlight: number;
  /** Most requests that wait, and most characters of their bodies in all. */
  waiting: number;
  waitingCharacters: number;
  /** Longest that one of a burst waits, in ms: what is left of its time must be enough to work. */
  burstWaitMs: number;
  /** Longest that one waits while more come than can be served, in ms. */
  overloadWaitMs: number;
}

const LIMITS: LoadLimits = {
  inFlight: 96,
  waiting: 1_024,
  waitingCharacters: 32 * 1024 * 1024,
  burstWaitMs: 2_000,
  overloadWaitMs: 10,
};

/** Those who wait are looked at this often, in ms. */
const LOOK_MS = 25;
/** Arrivals and starts are compared over so many looks. */
const LOOKS_PER_WINDOW = 3;
/**
 * So many windows in a row in which the queue stands are an overload; the requests of a burst come
 * in a shorter time. Two are enough shortly after an overload, which goes on then.
 */
const STANDING_WINDOWS = { usually: 6, afterOverload: 2 };
const AFTER_OVERLOAD_MS = 10_000;
/** A queue that a burst has filled goes down by more than this part of what is served. */
const LEAST_DECREASE = 0.25;

/** A request that is whole. */
export interface Load {
  /** The length of its body. */
  characters: number;
  /** Aborted when nobody waits for the answer any more. */
  clientGone: AbortSignal;
}

/** Does the work of a request once there is room for it. */
export type LoadShedder = <Result>(load: Load, work: () => Promise<Result>) => Promise<Result>;

interface Waiting extends Load {
  sinceMs: number;
  start: () => void;
  refuse: (error: unknown) => void;
}

/**
 * Lets the requests of a burst wait in a queue, the oldest first, and refuses early while more come
 * than can be served: as in CoDel it is not the length of the queue that tells the two apart, but
 * whether it goes down again. So those who are served in an overload have hardly waited, and
 * those who are not hear so at once. A request counts from the time when it is whole: one that is
 * half sent costs a connection only, so that nobody closes the shop with requests that never end.
 * @throws HttpRefusal SERVER_BUSY
 */
export function createLoadShedder(given: Partial<LoadLimits> = {}): LoadShedder {
  const limits = { ...LIMITS, ...given };
  const watch = watchQueue();
  const queue: Waiting[] = [];
  let inFlight = 0;
  let waitingCharacters = 0;
  let looking: NodeJS.Timeout | null = null;

  const leaveQueue = (): Waiting | undefined => {
    const first = queue.shift();
    if (first) waitingCharacters -= first.characters;
    if (queue.length === 0 && looking) {
      clearInterval(looking);
      looking = null;
      watch.reset();
    }
    return first;
  };
  const startNext = () => {
    while (inFlight < limits.inFlight) {
      const next = leaveQueue();
      if (!next) return;
      if (next.clientGone.aborted) next.refuse(new HttpRefusal('SERVER_BUSY'));
      else {
        watch.started();
        inFlight += 1;
        next.start();
      }
    }
  };
  const look = () => {
    watch.look();
    const longestMs = watch.isOverload() ? limits.overloadWaitMs : limits.burstWaitMs;
    const latestMs = performance.now() - longestMs;
    while (queue[0] && queue[0].sinceMs < latestMs) {
      leaveQueue()?.refuse(new HttpRefusal('SERVER_BUSY'));
    }
  };
  const room = (load: Load): Promise<void> | null => {
    if (inFlight < limits.inFlight) {
      inFlight += 1;
      return null;
    }
    const characters = waitingCharacters + load.characters;
    if (queue.length >= limits.waiting || characters > limits.waitingCharacters) {
      throw new HttpRefusal('SERVER_BUSY');
    }
    waitingCharacters = characters;
    watch.arrived();
    looking ??= setInterval(look, LOOK_MS);
    const { promise, resolve: start, reject: refuse } = Promise.withResolvers<void>();
    queue.push({ ...load, sinceMs: performance.now(), start, refuse });
    return promise;
  };

  return async (load, work) => {
    await room(load);
    try {
      return await work();
    } finally {
      inFlight -= 1;
      startNext();
    }
  };
}

/** Tells a queue that does not go down from one that a burst has filled. */
function watchQueue() {
  let arrivals = 0;
  let starts = 0;
  let looks = 0;
  let standingWindows = 0;
  let isOverload = false;
  let overloadEndedAtMs = Number.NEGATIVE_INFINITY;
  return {
    arrived: () => void arrivals++,
    started: () => void starts++,
    look() {
      looks += 1;
      if (looks % LOOKS_PER_WINDOW !== 0) return;
      const stands = arrivals > 0 && arrivals >= starts * (1 - LEAST_DECREASE);
      standingWindows = stands ? standingWindows + 1 : 0;
      const wasOverload = performance.now() - overloadEndedAtMs < AFTER_OVERLOAD_MS;
      const enough = STANDING_WINDOWS[wasOverload ? 'afterOverload' : 'usually'];
      // Until the queue is empty: refusing makes it short, not the load small.
      isOverload ||= standingWindows >= enough;
      arrivals = 0;
      starts = 0;
    },
    isOverload: () => isOverload,
    reset() {
      if (isOverload) overloadEndedAtMs = performance.now();
      arrivals = 0;
      starts = 0;
      looks = 0;
      standingWindows = 0;
      isOverload = false;
    },
  };
}
