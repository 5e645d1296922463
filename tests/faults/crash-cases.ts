// A process dies, or sleeps, at each moment of a sale that matters.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimed } from '../../common/subgraph/database/table.ts';
import { FAILPOINTS, type Failpoint } from '../../common/subgraph/failpoint/failpoint.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { holdAsVentas, restockAsVentas } from '../support/service-call.ts';
import { isOfCounter } from './counter-cases.ts';
import { type FaultCase, RETRIES, type Stage } from './fault-case.ts';
import { startCopy } from './service-copy.ts';

/** The request of ventas to hold stock, as it goes over the wire. */
export const RESERVE = 'reserveStock(';
/** Longer than an attempt is valid. */
const PAST_VALIDITY_MS = 9_000;

/** The points that a sale, or what goes on beside it, passes. */
const POINTS = FAILPOINTS.filter((point) => !isOfCounter(point));

type Breaking = FaultCase['breakIt'];

/** Every crash case, each with every kind of retry. */
export function crashCases(): FaultCase[] {
  const breakings: Record<string, Breaking> = {
    ...Object.fromEntries(POINTS.map((point) => [`dies at ${point}`, diesAt(point)])),
    'ventas dies once reserve is sent': ventasDiesOnceSent,
    'release overtakes reserve': releaseOvertakesReserve,
    'two recoverers at once': twoRecoverers,
    'ventas sleeps past validUntil': sleepsPastValidity('ventas'),
    'inventario sleeps past validUntil': sleepsPastValidity('inventario'),
    'both die at once': bothDie,
    'discarded at the same moment': discardedMeanwhile,
  };
  return Object.entries(breakings).flatMap(([name, breakIt]) =>
    RETRIES.map((retry) => ({ name: `${name}, ${retry}`, retry, breakIt })),
  );
}

function diesAt(point: Failpoint): Breaking {
  const service = point.startsWith('ventas.') ? 'ventas' : 'inventario';
  const die = async (stage: Stage) => {
    stage.lane.arm(point);
    const answers = stage.sellAll();
    await stage.restartDead(service);
    await answers;
  };
  if (point.includes('.release.')) return (stage) => withLostReplies(stage, () => die(stage));
  if (point.includes('.recovery.')) {
    return async (stage) => {
      await diesAt('ventas.reserve.after')(stage);
      stage.lane.arm(point);
      await stage.restartDead(service);
    };
  }
  if (point.includes('.discard.')) {
    return async (stage) => {
      stage.lane.arm(point);
      // Alone at first: a key whose sale came before it is discarded by a decision instead.
      const answers = stage.discardAll();
      await stage.restartDead(service);
      await Promise.all([answers, stage.sellAll()]);
    };
  }
  if (point.includes('.restock.')) return (stage) => restockDies(stage, point);
  if (point.includes('.sweep.')) {
    return async (stage) => {
      await leaveOldHold(stage);
      await die(stage);
    };
  }
  return die;
}

/** Every hold succeeds and no answer arrives: so each attempt is aborted, with a release. */
async function withLostReplies({ lane }: Stage, work: () => Promise<void>): Promise<void> {
  lane.links.inventario.setFault({ kind: 'LoseReply', to: RESERVE });
  await work();
  lane.links.inventario.setFault(null);
}

/** A hold that nobody remembers, old enough for the sweeper. */
async function leaveOldHold({ lane }: Stage): Promise<void> {
  const id = randomUUID();
  const { id: productId } = await lane.shop.addProduct({ stock: 5 });
  await holdAsVentas(lane.graph, { id, productId, quantity: 2 });
  await lane.databases.inventario.execute(
    'UPDATE Reservation SET createdAt = NOW(3) - INTERVAL 30 SECOND WHERE id = ?',
    [id],
  );
}

/** A return comes back while everybody buys, and again until it is acknowledged: it counts once. */
async function restockDies({ lane, sellAll, restartDead }: Stage, point: Failpoint) {
  const { id: productId } = await lane.shop.addProduct({ stock: 5 });
  const returned = { id: randomUUID(), lines: [{ productId, quantity: 2 }] };
  lane.arm(point);
  const sales = sellAll();
  const isLost = restockAsVentas(lane.graph, [returned]).then(
    () => false,
    () => true,
  );
  await restartDead('inventario');
  await sales;
  if (!(await isLost)) throw new Error('the call was answered by a process that is dead');
  await restockAsVentas(lane.graph, [returned]);
  const { available } = await lane.shop.stockOf(productId);
  if (available !== 7) throw new Error(`5 units and a return of 2 are ${available}`);
}

async function ventasDiesOnceSent({ lane, sellAll, restartDead }: Stage): Promise<void> {
  const sent = lane.links.inventario.passed(RESERVE);
  const answers = sellAll();
  await sent;
  await lane.graph.kill('ventas');
  await restartDead('ventas');
  await answers;
}

async function bothDie({ lane, sellAll, restartDead }: Stage): Promise<void> {
  const sent = lane.links.inventario.passed(RESERVE);
  const answers = sellAll();
  await sent;
  await Promise.all([lane.graph.kill('ventas'), lane.graph.kill('inventario')]);
  await Promise.all([restartDead('ventas'), restartDead('inventario')]);
  await answers;
}

/** The sale and its end come together: one of them is first, and both are told the same. */
async function discardedMeanwhile({ sellAll, discardAll }: Stage): Promise<void> {
  await Promise.all([sellAll(), discardAll(), sellAll()]);
}

/** The reserve is on its way for so long that its release is there first. */
async function releaseOvertakesReserve({ lane, sellAll, purchases }: Stage): Promise<void> {
  lane.links.inventario.setFault({ kind: 'HoldRequest', of: RESERVE });
  await sellAll();
  const keys = purchases.map(({ key }) => key);
  await eventually('the releases have come', async () => {
    const [row] = await lane.databases.ventas.query(
      claimed<{ n: number }>(
        `SELECT COUNT(*) AS n FROM SaleAttempt LEFT JOIN Outbox ON attemptId = id
        WHERE idempotencyKey IN (?) AND (decision = 'OPEN' OR attemptId IS NOT NULL)`,
        [keys],
      ),
    );
    return row?.n === 0;
  });
  lane.links.inventario.setFault(null);
}

async function twoRecoverers(stage: Stage): Promise<void> {
  const { lane, sellAll, restartDead } = stage;
  lane.arm('ventas.reserve.after');
  const answers = sellAll();
  const copy = await startCopy({ graph: lane.graph }, 'ventas');
  try {
    await restartDead('ventas');
    await answers;
    const open = () => countOpen(stage);
    await eventually('one of them has recovered', async () => (await open()) === 0, 12_000);
  } finally {
    await copy.stop();
  }
}

async function countOpen({ lane }: Stage): Promise<number> {
  const [row] = await lane.databases.ventas.query(
    claimed<{ n: number }>("SELECT COUNT(*) AS n FROM SaleAttempt WHERE decision = 'OPEN'"),
  );
  return row?.n ?? 0;
}

function sleepsPastValidity(service: 'ventas' | 'inventario'): Breaking {
  return async ({ lane, sellAll }) => {
    const sent = lane.links.inventario.passed(RESERVE);
    const answers = sellAll();
    await sent;
    lane.graph.pause(service);
    await sleep(PAST_VALIDITY_MS);
    lane.graph.resume(service);
    await answers;
  };
}
