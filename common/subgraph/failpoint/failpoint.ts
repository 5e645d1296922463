import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFailpointDirectory } from './config.ts';

/**
 * The moments at which crash tests let a process die, in the order in which a sale passes them;
 * behind them those beside a sale.
 * `inside` is a transaction that holds its locks and has decided, right before its writes and
 * COMMIT are sent together; `after` is right after the answer to COMMIT.
 */
export const FAILPOINTS = [
  'ventas.intent.before',
  'ventas.intent.after',
  'ventas.reserve.before',
  'inventario.reserve.before',
  'inventario.reserve.inside',
  'inventario.reserve.after',
  'ventas.reserve.after',
  'ventas.decide.before',
  'ventas.decide.inside',
  'ventas.decide.after',
  'ventas.answer.before',
  'ventas.confirm.before',
  'inventario.confirm.before',
  'inventario.confirm.inside',
  'inventario.confirm.after',
  'ventas.confirm.acknowledged',
  'ventas.confirm.forgotten',
  'ventas.release.before',
  'inventario.release.before',
  'inventario.release.inside',
  'inventario.release.after',
  'ventas.release.acknowledged',
  'ventas.release.forgotten',
  'ventas.recovery.inside',
  'ventas.recovery.after',
  'inventario.sweep.asked',
  'ventas.discard.before',
  'ventas.discard.after',
  'inventario.restock.before',
  'inventario.restock.inside',
  'inventario.restock.after',
  'ventas.session.before',
  'ventas.session.inside',
  'ventas.session.after',
  'ventas.return.before',
  'ventas.return.inside',
  'ventas.return.after',
  'ventas.restock.before',
  'ventas.restock.acknowledged',
  'ventas.restock.forgotten',
  'ventas.refund.before',
  'ventas.refund.inside',
  'ventas.refund.after',
  'ventas.setup.before',
  'ventas.setup.inside',
  'ventas.setup.after',
  'ventas.document.before',
  'ventas.document.inside',
  'ventas.document.after',
  'ventas.issue.before',
  'ventas.issue.inside',
  'ventas.issue.after',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

const directory = readFailpointDirectory();

/** A place at which the process dies, by SIGKILL, when a crash test has armed it. */
export const failpoint: (point: Failpoint) => void =
  directory === null ? () => undefined : (point) => dieIfArmed(directory, point);

/** The same for a list: the process dies when the point of any of its items is armed. */
export const failpointOfAny: <Item>(
  items: readonly Item[],
  pointOf: (item: Item) => Failpoint,
) => void =
  directory === null
    ? () => undefined
    : (items, pointOf) => {
        for (const item of items) dieIfArmed(directory, pointOf(item));
      };

/** A file with the point's name arms it, once: the process that comes after this one lives. */
function dieIfArmed(armedIn: string, point: Failpoint): void {
  const file = join(armedIn, point);
  if (!existsSync(file)) return;
  rmSync(file, { force: true });
  process.kill(process.pid, 'SIGKILL');
}
