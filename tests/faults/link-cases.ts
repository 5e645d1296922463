// Each link is broken in each way while people buy.
import { setTimeout as sleep } from 'node:timers/promises';
import { RESERVE } from './crash-cases.ts';
import { type FaultCase, RETRIES } from './fault-case.ts';
import type { Links } from './lane.ts';
import type { LinkFault } from './tcp-proxy.ts';

/** A link stays broken for at least so long: longer than any single try waits. */
const BROKEN_MS = 3_500;

const LINK_FAULTS: Record<string, LinkFault> = {
  'swallows everything': { kind: 'BlackHole' },
  'delays 50 ms': { kind: 'Delay', ms: 50 },
  'delays 500 ms': { kind: 'Delay', ms: 500 },
  'delays 2,000 ms': { kind: 'Delay', ms: 2_000 },
  'resets connections': { kind: 'Reset' },
  trickles: { kind: 'Trickle', bytes: 64, everyMs: 10 },
};

/** The requests whose answers each link can lose, after they were carried out. */
const REPLIES: Record<keyof Links, readonly string[]> = {
  inventario: [RESERVE, 'confirmReservations('],
  ventasDatabase: ['COMMIT', 'INSERT INTO SaleAttempt'],
  inventarioDatabase: ['COMMIT'],
};

const LINK_NAMES: Record<keyof Links, string> = {
  inventario: 'ventas → inventario',
  ventasDatabase: 'ventas → database',
  inventarioDatabase: 'inventario → database',
};

/** Every fault of every link, each with every kind of retry. */
export function linkCases(): FaultCase[] {
  const links = Object.keys(REPLIES) as (keyof Links)[];
  return links.flatMap((link) => {
    const faults = Object.entries({ ...LINK_FAULTS, ...lostReplies(link) });
    const breakings = faults.map(([name, fault]) => ({ name, breakIt: breakLink(link, fault) }));
    if (link !== 'inventario') {
      breakings.push({ name: 'breaks off while connecting', breakIt: breakSetUp(link) });
    }
    return breakings.flatMap(({ name, breakIt }) =>
      RETRIES.map((retry) => ({ name: `${LINK_NAMES[link]} ${name}, ${retry}`, retry, breakIt })),
    );
  });
}

function lostReplies(link: keyof Links): Record<string, LinkFault> {
  const faults = REPLIES[link].flatMap((to): [string, LinkFault][] => {
    const what = to.replace('(', '');
    return [
      [`loses the reply to ${what} once`, { kind: 'LoseReply', to, times: 1 }],
      [`loses every reply to ${what}`, { kind: 'LoseReply', to }],
    ];
  });
  return Object.fromEntries(faults);
}

function breakLink(link: keyof Links, fault: LinkFault): FaultCase['breakIt'] {
  return async ({ lane, sellAll }) => {
    const pids = () => [lane.graph.pid('inventario'), lane.graph.pid('ventas')];
    const before = pids();
    lane.links[link].setFault(fault);
    await Promise.all([sellAll(), sleep(BROKEN_MS)]);
    lane.links[link].setFault(null);
    if (pids().join() !== before.join()) throw new Error('a process has died of a broken link');
  };
}

/** All connections are lost, and new ones come as far as their first statement. */
function breakSetUp(link: keyof Links): FaultCase['breakIt'] {
  const breakOff = breakLink(link, { kind: 'HoldRequest', of: 'SET SESSION' });
  return async (stage) => {
    stage.lane.links[link].setFault({ kind: 'Reset' });
    await breakOff(stage);
  };
}
