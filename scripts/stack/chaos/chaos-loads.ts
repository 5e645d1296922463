import { randomUUID } from 'node:crypto';
import { reasonOf } from '../../../common/process/config/environment.ts';
import type { Execute } from '../../replay/graph-client.ts';
import { closeChaosShop, openChaosShop } from './chaos-shop.ts';
import {
  type ChaosEvent,
  type LoadFigures,
  type LoadOrder,
  nothingYet,
  type WorkerStatus,
} from './chaos-status.ts';
import { type SaleLoad, startSaleLoad } from './sale-load.ts';

/** The loads of a worker: one at a time. */
export interface ChaosLoads {
  /** Runs a load from its preparation to its end; without effect while another one runs. */
  run(order: LoadOrder): Promise<void>;
  /** Begins no more sales. */
  end(): void;
  read(): Pick<WorkerStatus, 'load' | 'accounting'>;
  /** Compares the sales that are there with those that were answered. */
  account(): Promise<void>;
}

export interface ChaosLoadsOptions {
  execute: Execute;
  /** The sales of a seller that are in the database. */
  countSales: (sellerId: string) => Promise<number>;
  tell: (event: ChaosEvent) => void;
}

interface Run {
  sellerId: string;
  /** Sales of the seller that were there before. */
  salesBefore: number;
  load: SaleLoad;
}

export function createChaosLoads({ execute, countSales, tell }: ChaosLoadsOptions): ChaosLoads {
  let { load: figures, accounting } = nothingYet();
  let run: Run | null = null;
  /** Asked for while the load was prepared. */
  let isOver = false;
  const become = (change: Partial<LoadFigures>) => {
    figures = { ...figures, ...change };
  };

  const sell = async ({ salesPerSecond, seconds }: LoadOrder) => {
    const shop = await openChaosShop(execute, salesPerSecond * seconds);
    const salesBefore = await countSales(shop.sellerId);
    const load = startSaleLoad({
      ...{ salesPerSecond, seconds, send: shop.send, newKey: randomUUID },
      onSettled: (settled) => tell({ atMs: Date.now(), kind: 'SETTLED', ...settled }),
    });
    run = { sellerId: shop.sellerId, salesBefore, load };
    if (isOver) load.end();
    become({ state: 'SELLING', endsAtMs: load.endsAtMs });
    tell({ atMs: Date.now(), kind: 'LOAD_BEGUN' });
    await load.ended;
    become({ state: 'CLOSING', endsAtMs: null });
    await load.settled;
  };
  const account = async () => {
    if (run === null) return;
    // Read in this order, a sale that is made meanwhile makes neither number too large.
    const { sold } = run.load.figures.read();
    const there = (await countSales(run.sellerId)) - run.salesBefore;
    const { begun } = run.load.figures.read();
    accounting = { lost: Math.max(0, sold - there), doubled: Math.max(0, there - begun) };
  };
  const fail = (error: unknown) =>
    tell({ atMs: Date.now(), kind: 'LOAD_FAILED', reason: reasonOf(error) });

  return {
    async run(order) {
      if (figures.state !== 'IDLE') return;
      run = null;
      isOver = false;
      accounting = nothingYet().accounting;
      figures = { ...nothingYet().load, state: 'PREPARING', salesPerSecond: order.salesPerSecond };
      await sell(order).catch(fail);
      become({ state: 'CLOSING', endsAtMs: null });
      await closeChaosShop(execute).catch(fail);
      await account().catch(fail);
      become({ state: 'IDLE' });
      tell({ atMs: Date.now(), kind: 'LOAD_ENDED' });
    },
    end() {
      isOver = true;
      run?.load.end();
    },
    read: () => ({ load: { ...figures, ...run?.load.figures.read() }, accounting }),
    account,
  };
}
