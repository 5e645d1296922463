// Each link is broken in each way while people buy.
import { setTimeout as sleep } from 'node:timers/promises';
import { RESERVE } from './crash-cases.ts';
import { type FaultCase, RETRIES } from './fault-case.ts';
import type { Links } from './lane.ts';
import type { LinkFault } from './tcp-proxy.ts';

/** How long a link stays broken at least: longer than any single try waits. */
const BROKEN_MS = 3_500;

const LINK_FAULTS: Record<string, LinkFault> = {
  'swallows everything': { kind: 'BlackHole' },
  'delays 50 ms': { kind: 'Delay', ms: 50 },
  'delays 500 ms': { kind: 'Delay', ms: 500 },
  'delays 2,000 ms': { kind: 'Delay', ms: 2_000 },
  'resets connections': { kind: 'Reset' },
  trickles: { kind: 'Trickle', bytes: 64, everyMs: 10 },
};

/** What each link can lose the answer to, after it has been done. */
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
  return links.flatMap((link) =>
    Object.entries({ ...LINK_FAULTS, ...lostReplies(link) }).flatMap(([name, fault]) =>
      RETRIES.map((retry) => ({
        name: `${LINK_NAMES[link]} ${name}, ${retry}`,
        retry,
        breakIt: breakLink(link, fault),
      })),
    ),
  );
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
    lane.links[link].setFault(fault);
    await Promise.all([sellAll(), sleep(BROKEN_MS)]);
    lane.links[link].setFault(null);
  };
}
