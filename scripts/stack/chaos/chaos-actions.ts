import { z } from 'zod';
import { HttpRefusal } from '../../../common/process/http/http-server.ts';
import { parseJson } from '../../../common/process/http/json.ts';
import type { ChaosHelper } from './chaos-helper.ts';
import {
  type ChaosEvent,
  MAX_LOAD_SECONDS,
  MAX_SALES_PER_SECOND,
  TARGETS,
} from './chaos-status.ts';
import type { ChaosTarget } from './chaos-watch.ts';

/** An action of the control endpoint; each answers the status after it. */
export interface ChaosAction {
  method: 'GET' | 'POST';
  /** @throws HttpRefusal when it is not possible, or not now */
  run: (body: string) => void;
}

export interface ChaosActionsOptions {
  targets: readonly ChaosTarget[];
  helper: ChaosHelper;
  tell: (event: ChaosEvent) => void;
  /** Least time between two kills, in ms. */
  killEveryMs: number;
}

const killShape = z.strictObject({ proceso: z.enum(TARGETS) });
const KILL_HINT = `proceso: ${TARGETS.join(', ')}.`;

const loadShape = z.strictObject({
  ventasPorSegundo: z.int().min(1).max(MAX_SALES_PER_SECOND),
  segundos: z.int().min(1).max(MAX_LOAD_SECONDS),
});
const LOAD_HINT = [
  `ventasPorSegundo: 1 a ${MAX_SALES_PER_SECOND}`,
  `segundos: 1 a ${MAX_LOAD_SECONDS}.`,
].join('; ');

/** The actions by their paths. */
export function createChaosActions(options: ChaosActionsOptions): Record<string, ChaosAction> {
  const { targets, helper, tell, killEveryMs } = options;
  let killedAtMs = Number.NEGATIVE_INFINITY;

  const kill = (body: string) => {
    const { proceso } = readBody(killShape, body, KILL_HINT);
    refuseTooSoon(killEveryMs - (performance.now() - killedAtMs));
    const target = targets.find(({ name }) => name === proceso);
    if (target === undefined || target.pid() === null) {
      throw new HttpRefusal('BAD_USER_INPUT', `${proceso} está volviendo.`);
    }
    killedAtMs = performance.now();
    target.kill();
    tell({ atMs: Date.now(), kind: 'KILLED', target: proceso });
  };
  const load = (body: string) => {
    const { ventasPorSegundo, segundos } = readBody(loadShape, body, LOAD_HINT);
    if (helper.isLoading()) throw new HttpRefusal('BAD_USER_INPUT', 'Ya hay una carga en marcha.');
    helper.order({ kind: 'LOAD', salesPerSecond: ventasPorSegundo, seconds: segundos });
  };
  return {
    '/estado': { method: 'GET', run: () => undefined },
    '/matar': { method: 'POST', run: kill },
    '/carga': { method: 'POST', run: load },
    '/detener': { method: 'POST', run: () => helper.order({ kind: 'END_LOAD' }) },
  };
}

function refuseTooSoon(waitMs: number): void {
  if (waitMs <= 0) return;
  const headers = { 'retry-after': String(Math.ceil(waitMs / 1_000)) };
  throw new HttpRefusal('RATE_LIMITED', 'Espere 3 segundos entre dos procesos.', headers);
}

/** @throws HttpRefusal BAD_USER_INPUT with what is expected */
function readBody<Shape extends z.ZodType>(
  shape: Shape,
  body: string,
  expected: string,
): z.output<Shape> {
  const parsed = shape.safeParse(parseJson(body));
  if (!parsed.success) throw new HttpRefusal('BAD_USER_INPUT', expected);
  return parsed.data;
}
