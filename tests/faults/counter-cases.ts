// A process dies, or a link breaks, in the middle of each thing that people do at a counter.
import { claimed } from '../../common/subgraph/database/table.ts';
import { FAILPOINTS, type Failpoint } from '../../common/subgraph/failpoint/failpoint.ts';
import { COUNTER_ACTS, type CounterAct, type ReadyAct, type Scene } from './counter-acts.ts';
import { counterOf, untilDone } from './counter-client.ts';
import { DOCUMENT_ACTS } from './document-acts.ts';
import { restartDead } from './fault-case.ts';
import type { Lane, Links } from './lane.ts';
import type { RunnableCase } from './run-cases.ts';
import { seededRandom } from './seeded-random.ts';
import { SET_UP_ACTS } from './set-up-acts.ts';
import { mustHoldPromises, SETTLES_WITHIN_MS, waitUntilSettled } from './settlement.ts';
import type { LinkFault } from './tcp-proxy.ts';

const COUNTER_POINT = /^ventas\.(?:session|return|restock|refund|setup|document|issue)\./;
const ACTS = [...COUNTER_ACTS, ...DOCUMENT_ACTS, ...SET_UP_ACTS];

/** Whether no sale passes a point, so that only an act of the counter can die there. */
export function isOfCounter(point: Failpoint): boolean {
  return COUNTER_POINT.test(point);
}

/**
 * Breaks something while an act is under way.
 * @returns the time of the repair, by `performance.now()`
 */
type Breaking = (scene: Scene, act: ReadyAct) => Promise<number>;

/** Every case of the counter. */
export function counterCases(): RunnableCase[] {
  mustBeAllPoints();
  return ACTS.flatMap((act) => [
    ...act.points.flatMap((point) => [
      counterCase(act, `dies at ${point}, same key`, { breakIt: diesAt(point), isRepeated: true }),
      counterCase(act, `dies at ${point}, no retry`, { breakIt: diesAt(point), isRepeated: false }),
    ]),
    ...Object.entries(linkBreakings(act)).map(([name, breakIt]) =>
      counterCase(act, `${name}, same key`, { breakIt, isRepeated: true }),
    ),
  ]);
}

/** A point that was added to the code and to no act would never be tried. */
function mustBeAllPoints(): void {
  const tried = new Set<Failpoint>(ACTS.flatMap(({ points }) => points));
  const missing = FAILPOINTS.filter((point) => isOfCounter(point) && !tried.has(point));
  if (missing.length > 0) throw new Error(`no act dies at ${missing.join(', ')}`);
}

interface Way {
  breakIt: Breaking;
  /** Whether the client sends the same again until it is told that it is done. */
  isRepeated: boolean;
}

function counterCase(act: CounterAct, how: string, { breakIt, isRepeated }: Way): RunnableCase {
  const name = `${act.name}: ${how}`;
  return {
    name,
    async run(lane, seed) {
      await lane.mend();
      const random = seededRandom(seed).branch(name);
      const scene = { lane, counter: await counterOf(lane), random };
      const ready = await act.prepare(scene);
      await waitUntilSettled(lane.databases);
      const repairedAtMs = await breakIt(scene, ready);
      if (isRepeated) await untilDone(ready.send);
      const leftMs = SETTLES_WITHIN_MS - (performance.now() - repairedAtMs);
      await waitUntilSettled(lane.databases, leftMs);
      const settledMs = Math.round(performance.now() - repairedAtMs);
      await ready.check(isRepeated ? 1 : null);
      await mustHoldPromises(lane.databases);
      return settledMs;
    },
  };
}

function diesAt(point: Failpoint): Breaking {
  const service = point.startsWith('ventas.') ? 'ventas' : 'inventario';
  return async ({ lane }, { send }) => {
    lane.arm(point);
    const answer = send();
    const restartedAtMs = await restartDead(lane.graph, service);
    await answer;
    return restartedAtMs;
  };
}

const RESTOCK = 'restockReturns(';

function linkBreakings({ points }: CounterAct): Record<string, Breaking> {
  const ofDatabase = {
    'ventas → database loses the reply to COMMIT once': brokenLink('ventasDatabase', {
      kind: 'LoseReply',
      to: 'COMMIT',
      times: 1,
    }),
    'ventas → database resets connections': brokenLink('ventasDatabase', { kind: 'Reset' }),
  };
  const isReturn = points.includes('ventas.restock.before');
  return isReturn ? { ...ofDatabase, ...RESTOCK_BREAKINGS } : ofDatabase;
}

/** The goods are back in the shop at once, and on sale again when inventario has heard of it. */
const RESTOCK_BREAKINGS: Record<string, Breaking> = {
  'inventario is frozen': restockWaits({
    breakOff: async ({ graph }) => graph.pause('inventario'),
    repair: async ({ graph }) => graph.resume('inventario'),
  }),
  'inventario is dead': restockWaits({
    breakOff: ({ graph }) => graph.kill('inventario'),
    repair: ({ graph }) => graph.start('inventario'),
  }),
  'ventas → inventario swallows everything': restockLink({ kind: 'BlackHole' }),
  'ventas → inventario resets connections': restockLink({ kind: 'Reset' }),
  'ventas → inventario loses every reply to restockReturns': restockLink({
    kind: 'LoseReply',
    to: RESTOCK,
  }),
  'ventas → inventario loses the reply to restockReturns once': brokenLink('inventario', {
    kind: 'LoseReply',
    to: RESTOCK,
    times: 1,
  }),
};

/** A link is broken while the act is sent once. */
function brokenLink(link: keyof Links, fault: LinkFault): Breaking {
  return async ({ lane }, { send }) => {
    lane.links[link].setFault(fault);
    await send();
    lane.links[link].setFault(null);
    return performance.now();
  };
}

function restockLink(fault: LinkFault): Breaking {
  return restockWaits({
    breakOff: async ({ links }) => links.inventario.setFault(fault),
    repair: async ({ links }) => links.inventario.setFault(null),
  });
}

interface Outage {
  breakOff: (lane: Lane) => Promise<void>;
  repair: (lane: Lane) => Promise<void>;
}

/** The act needs nobody but ventas; its message waits until inventario can hear it. */
function restockWaits({ breakOff, repair }: Outage): Breaking {
  return async ({ lane }, { send }) => {
    await breakOff(lane);
    await untilDone(send);
    const waiting = claimed<{ n: number }>('SELECT COUNT(*) AS n FROM FactOutbox WHERE dead = 0');
    const [row] = await lane.databases.ventas.query(waiting);
    if (row?.n !== 1) throw new Error(`${row?.n} returns wait for inventario instead of 1`);
    await repair(lane);
    return performance.now();
  };
}
