// The ways in which a shop is set up. None of these has a key: each is guarded by a version, a
// unique code or its day, so that a repeat of what was done changes nothing.
import type { Failpoint } from '../../common/subgraph/failpoint/failpoint.ts';
import type { Counter } from '../support/counter.ts';
import {
  type CounterAct,
  countIn,
  mustBeTimes,
  type ReadyAct,
  type Scene,
} from './counter-acts.ts';
import type { Send } from './counter-client.ts';

const SET_UP_POINTS: readonly Failpoint[] = [
  'ventas.setup.before',
  'ventas.setup.inside',
  'ventas.setup.after',
];

/** Every act that sets a shop up. */
export const SET_UP_ACTS: readonly CounterAct[] = [
  { name: 'a discount is approved', points: SET_UP_POINTS, prepare: approving },
  { name: 'a till is made', points: SET_UP_POINTS, prepare: makingTill },
  { name: 'a till is renamed', points: SET_UP_POINTS, prepare: renamingTill },
  { name: 'a rate is set', points: SET_UP_POINTS, prepare: settingRate },
  { name: 'the shop is changed', points: SET_UP_POINTS, prepare: changingShop },
];

type Operation = Parameters<Counter['do']>[0];

/** Sends an edit; a repeat that is refused because it was done before has been done. */
function guarded({ counter }: Scene, operation: Operation, input: object): Send {
  const done = new Set(['STALE', 'DUPLICATE_CODE']);
  return async () => {
    const answer = await counter.do(operation, input);
    const userErrors = answer.userErrors.filter(({ code }) => !done.has(code));
    return { ...answer, userErrors };
  };
}

async function approving(scene: Scene): Promise<ReadyAct> {
  const sellerId = await scene.counter.shop.addSeller();
  return {
    send: guarded(scene, 'autorizarDescuento', { sellerId, maxPercent: '10' }),
    check: async (times) =>
      mustBeTimes(await countIn(scene, 'DiscountApproval WHERE sellerId = ?', [sellerId]), times),
  };
}

async function makingTill(scene: Scene): Promise<ReadyAct> {
  const code = `T-${scene.random.uuid().slice(0, 8).toUpperCase()}`;
  const ending = scene.random.uuid().slice(0, 3).toUpperCase();
  const series = { seriesBoleta: `B${ending}`, seriesFactura: `F${ending}` };
  return {
    send: guarded(scene, 'crearCaja', { code, name: 'Caja', ...series }),
    check: async (times) => {
      const tills = await countIn(scene, 'Till WHERE code = ?', [code]);
      mustBeTimes(tills, times);
      // A till has its four series or is not there.
      const all = 'DocumentSeries JOIN Till ON Till.id = DocumentSeries.tillId WHERE Till.code = ?';
      mustBeTimes((await countIn(scene, all, [code])) / 4, tills === 1 ? 1 : null);
    },
  };
}

async function renamingTill(scene: Scene): Promise<ReadyAct> {
  const id = await scene.counter.addTill();
  return {
    send: guarded(scene, 'actualizarCaja', { id, version: 1, name: 'Otra caja' }),
    check: async (times) =>
      mustBeTimes(
        await countIn(scene, "Till WHERE id = ? AND version = 2 AND name = 'Otra caja'", [id]),
        times,
      ),
  };
}

const FIRST_YEAR = 2_100;
const YEARS = 7_000;

async function settingRate(scene: Scene): Promise<ReadyAct> {
  const validFrom = `${FIRST_YEAR + scene.random.between(0, YEARS)}-01-01`;
  return {
    send: guarded(scene, 'fijarTasaIgv', { basisPoints: 1_800, validFrom }),
    check: async (times) =>
      mustBeTimes(await countIn(scene, 'TaxRate WHERE validFrom = ?', [validFrom]), times),
  };
}

async function changingShop(scene: Scene): Promise<ReadyAct> {
  await scene.counter.setShop();
  const { tienda } = await scene.counter.ask<{ tienda: { version: number } }>(
    '{ tienda { version } }',
  );
  const { version } = tienda;
  const ticketNote = scene.random.uuid();
  return {
    send: guarded(scene, 'actualizarTienda', { version, ticketNote }),
    check: async (times) =>
      mustBeTimes(
        await countIn(scene, 'Shop WHERE version = ? AND ticketNote = ?', [
          version + 1,
          ticketNote,
        ]),
        times,
      ),
  };
}
