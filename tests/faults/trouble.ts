// The troubles that happen while a story is told.
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import type { KillableServer } from './killable-server.ts';
import type { Lane, Member } from './lane.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import type { LinkFault } from './tcp-proxy.ts';

const LINK_FAULTS: readonly LinkFault[] = [
  { kind: 'LoseReply', to: 'COMMIT' },
  { kind: 'LoseReply', to: 'reserveStock(' },
  { kind: 'BlackHole' },
  { kind: 'Delay', ms: 50 },
  { kind: 'Delay', ms: 500 },
  { kind: 'Reset' },
  { kind: 'Trickle', bytes: 512, everyMs: 5 },
];

/** Kills, pauses and broken links, one after the other, chosen by a seed. */
export function randomTrouble(lane: Lane, seed: number) {
  return async (stop: AbortSignal): Promise<void> => {
    const random = seededRandom(seed).branch('trouble');
    while (!stop.aborted) {
      await sleep(random.between(500, 2_500));
      if (!stop.aborted) await causeTrouble(lane, random);
    }
    await lane.mend();
  };
}

/** Does one thing, and mends it. */
export async function causeTrouble(lane: Lane, random: Random): Promise<void> {
  const member = random.oneOf(lane.members);
  const roll = random.next();
  if (roll < 0.4) {
    await killAndStart(member, random.between(0, 500));
  } else if (roll < 0.6) {
    member.signal('SIGSTOP');
    await sleep(random.between(100, 2_000));
    member.signal('SIGCONT');
  } else {
    const link = random.oneOf(Object.values(lane.links));
    link.setFault(random.oneOf(LINK_FAULTS));
    await sleep(random.between(200, 1_500));
    link.setFault(null);
  }
}

async function killAndStart(member: Member, downMs: number): Promise<void> {
  member.signal('SIGKILL');
  while (!member.isDead()) await sleep(5);
  await sleep(downMs);
  await member.start();
}

/** Kills ventas or inventario every few seconds, and starts it again. */
export function serviceKills(lane: Lane, seed: number) {
  return async (stop: AbortSignal): Promise<void> => {
    const random = seededRandom(seed).branch('service kills');
    const victims = lane.members.filter(({ name }) => name !== 'router');
    while (!stop.aborted) {
      await sleep(random.between(500, 3_500));
      if (!stop.aborted) await killAndStart(random.oneOf(victims), random.between(0, 500));
    }
  };
}

/** Kills the database server so often, and starts it again each time. */
export function databaseKills(server: KillableServer, times: number, random: Random) {
  return async (stop: AbortSignal): Promise<void> => {
    for (let kill = 0; kill < times && !stop.aborted; kill += 1) {
      await sleep(random.between(800, 2_000));
      await server.kill();
      await sleep(random.between(0, 500));
      await server.start();
    }
  };
}

/**
 * Stops each service gracefully and starts it again, in turn, so many rounds. The next one comes
 * when the shop sells again.
 */
export function rollingRestarts(lane: Lane, rounds: number) {
  return async (): Promise<void> => {
    const { id: productId } = await lane.shop.addProduct({ stock: PROBE_STOCK });
    const items = [{ productId, quantity: 1 }];
    const sells = async () => (await lane.shop.sell({ items })).sale !== null;
    for (let round = 0; round < rounds; round += 1) {
      for (const service of ['ventas', 'inventario', 'router'] as const) {
        await lane.graph.restart(service);
        await eventually(`the shop sells after a restart of ${service}`, sells, SELLS_WITHIN_MS);
        await sleep(SERVES_FOR_MS);
      }
    }
  };
}

const PROBE_STOCK = 100_000;
/** The longest rest of the breaker towards inventario, and a little more. */
const SELLS_WITHIN_MS = 18_000;
/**
 * From one restart to the next, as a deployment waits before it goes on: clients who try again five
 * times a second must find the shop open, not just the one who looked at the right moment.
 */
const SERVES_FOR_MS = 1_000;
