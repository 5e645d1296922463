import { v5 as uuidv5 } from 'uuid';
import type { CashSession } from './counter.ts';
import { keyAfter } from './invoices.ts';
import { worthOf } from './plan-returns.ts';
import type { ReplayPlan } from './replay-plan.ts';
import type { Shop } from './shop.ts';
import { tenderOf } from './tender.ts';

/** The till of a replay, as those who sell and take back at it see it. */
export interface Drawer {
  tillId: string;
  /** Opens the drawer, unless it is open. */
  open(): Promise<void>;
}

const TILL_CODE = 'REPLAY';
const TILL_NAME = 'Ventas importadas';
/** Never to be changed: a session whose note has it is of a plan that was carried out. */
const NOTE_NAMESPACE = '6a7e1c1b-3f0e-5d0a-8a55-5a1f2a3b9c70';
const COIN_CENTIMOS = 10;

/**
 * Finds the till of the replay and opens its drawer. A drawer that a run before has left open is
 * used on; it stays closed when all that the plan sells was sold before it was closed.
 */
export async function goToTill(shop: Shop, plan: ReplayPlan): Promise<Drawer> {
  const tillId = await shop.ensureTill(TILL_CODE, TILL_NAME);
  const drawer: Drawer = {
    tillId,
    async open() {
      const sessions = await shop.listSessions(tillId);
      if (sessions.some(isOpen)) return;
      // Cash that an earlier session took may be given back by this one.
      const [newest] = sessions;
      const opening = newest === undefined ? 0 : mostCashBack(plan);
      await shop.openSession(tillId, opening, keyAfter(newest?.id ?? tillId, 'next session'));
    },
  };
  const note = noteOf(plan);
  const sessions = await shop.listSessions(tillId);
  if (!sessions.some((session) => session.note === note)) await drawer.open();
  return drawer;
}

/** Closes the drawer with exactly the cash that should lie in it. */
export async function closeDrawer(shop: Shop, tillId: string, plan: ReplayPlan): Promise<void> {
  const open = (await shop.listSessions(tillId)).find(isOpen);
  if (open) await shop.closeSession(open.id, open.expectedCentimos, noteOf(plan));
}

function isOpen({ closedAtMs }: CashSession): boolean {
  return closedAtMs === null;
}

/** The note of a session at whose end everything of a plan was carried out. */
function noteOf({ sales }: ReplayPlan): string {
  const keys = sales.map(({ idempotencyKey }) => idempotencyKey).join(' ');
  return `Ventas importadas ${uuidv5(keys, NOTE_NAMESPACE)}`;
}

/** The most cash that all returns of a plan give back: each in whole coins, rounded up. */
function mostCashBack({ planned }: ReplayPlan): number {
  return planned
    .flatMap((one) => (one.kind === 'cancellation' ? one.returns : []))
    .filter(({ sale }) => tenderOf(sale).method === 'CASH')
    .reduce((sum, { lines }) => sum + Math.ceil(worthOf(lines) / COIN_CENTIMOS) * COIN_CENTIMOS, 0);
}
