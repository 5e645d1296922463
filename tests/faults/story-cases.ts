// Whole afternoons of trouble: many clients, faults all the time, a history that must be true.
import { tellCounterStory } from './counter-story.ts';
import { startKillableServer } from './killable-server.ts';
import { type Lane, type LaneOptions, startLane } from './lane.ts';
import { type StoryOptions, type StoryResult, tellStory } from './random-story.ts';
import { seededRandom } from './seeded-random.ts';
import { databaseKills, randomTrouble, rollingRestarts, serviceKills } from './trouble.ts';

export interface StoryCase {
  name: string;
  /** @throws Error with what is wrong */
  tell: (run: StoryRun) => Promise<StoryResult>;
}

export interface StoryRun {
  seed: number;
  /** The number of operations of the stories that are bounded by them. */
  operations: number;
  /** The number of rounds of restarts, and of kills of the database server. */
  rounds: { restarts: number; databaseKills: number };
}

export const STORIES: readonly StoryCase[] = [
  { name: 'random kills, pauses and broken links', tell: (run) => randomFaults(run, {}) },
  {
    name: 'two copies of each service, random faults',
    tell: (run) => randomFaults(run, { copies: true }),
  },
  { name: 'the database server is killed again and again', tell: killedDatabase },
  { name: 'rolling restarts', tell: rolling },
  { name: 'counter', tell: counterDays },
];

function randomFaults({ seed, operations }: StoryRun, options: LaneOptions): Promise<StoryResult> {
  return onLane(options, (lane) => {
    const isOver = (done: number) => done >= operations;
    return tellStory({ lane, seed, isOver, trouble: randomTrouble(lane, seed) });
  });
}

async function killedDatabase({ seed, rounds }: StoryRun): Promise<StoryResult> {
  const server = await startKillableServer();
  try {
    const random = seededRandom(seed).branch('database kills');
    const kills = databaseKills(server, rounds.databaseKills, random);
    return await onLane({}, (lane) => tellStory({ lane, seed, ...untilDone(kills) }));
  } finally {
    await server.stop();
  }
}

/** Stops are graceful, so a retry with the same key cures whatever a client saw. */
async function rolling({ seed, rounds }: StoryRun): Promise<StoryResult> {
  return onLane({}, async (lane) => {
    const restarts = rollingRestarts(lane, rounds.restarts);
    const story = await tellStory({ lane, seed, ...untilDone(restarts) });
    const { uncured } = story;
    if (uncured.length > 0) throw new Error(`retries do not cure:\n${uncured.join('\n')}`);
    return story;
  });
}

/** A fifth of the operations are sales; the rest are what becomes of them, and repeats. */
const OPERATIONS_PER_SALE = 5;

function counterDays({ seed, operations }: StoryRun): Promise<StoryResult> {
  return onLane({}, (lane) => {
    const sales = operations / OPERATIONS_PER_SALE;
    return tellCounterStory({ lane, seed, sales, trouble: serviceKills(lane, seed) });
  });
}

/** Clients go on for as long as the trouble lasts. */
export function untilDone(work: StoryOptions['trouble']): Pick<StoryOptions, 'isOver' | 'trouble'> {
  let isDone = false;
  return {
    isOver: () => isDone,
    trouble: (stop) =>
      work(stop).finally(() => {
        isDone = true;
      }),
  };
}

async function onLane(
  options: LaneOptions,
  work: (lane: Lane) => Promise<StoryResult>,
): Promise<StoryResult> {
  const lane = await startLane(options);
  try {
    return await work(lane);
  } finally {
    await lane.stop();
  }
}
