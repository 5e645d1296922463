import { accessToken } from '../session/access.ts';

export type TargetName = 'ventas' | 'inventario' | 'database';

/** A process that can be killed. */
export interface ProcessStatus {
  name: TargetName;
  pid: number | null;
  isAlive: boolean;
  /** For how long it has been up or down, in ms. */
  forMs: number;
  cameBackMs: number | null;
}

export interface InvariantReading {
  name: string;
  state: 'HOLDS' | 'CHECKING' | 'BROKEN';
  count: number;
  example: string | null;
}

/** Something that happened. Instants are in ms since 1970. */
export type ChaosEvent = { atMs: number } & (
  | { kind: 'KILLED' | 'BACK'; target: TargetName; tookMs?: number }
  | { kind: 'LOAD_BEGUN' | 'LOAD_ENDED' | 'PAGE_GONE' }
  | { kind: 'LOAD_FAILED'; reason: string }
  | { kind: 'SETTLED'; wereThere: number; soldNow: number; refused: number }
);

/** The test as the supervisor tells it. */
export interface ChaosStatus {
  nowMs: number;
  load: {
    state: 'IDLE' | 'PREPARING' | 'SELLING' | 'CLOSING';
    salesPerSecond: number;
    endsAtMs: number | null;
    begun: number;
    sold: number;
    refused: number;
    resent: number;
    inDoubt: number;
    p95Ms: number | null;
    perSecond: { atMs: number; sold: number }[];
  };
  accounting: { lost: number; doubled: number };
  invariants: {
    passes: number;
    readAtMs: number | null;
    isReading: boolean;
    isReadable: boolean;
    readings: InvariantReading[];
  };
  processes: ProcessStatus[];
  /** The newest first. */
  events: ChaosEvent[];
}

/** Answered; or absent, which is the same as having no right to it; or nothing came back. */
export type ChaosAnswer =
  | { kind: 'STATUS'; status: ChaosStatus }
  | { kind: 'REFUSED'; message: string }
  | { kind: 'ABSENT' | 'NO_ANSWER' };

const TIMEOUT_MS = 5_000;
const ABSENT = 404;

/** Reads the state of the test; it also says that somebody looks, and a load needs that. */
export function readChaos(): Promise<ChaosAnswer> {
  return ask('estado', { method: 'GET' });
}

export function killProcess(proceso: TargetName): Promise<ChaosAnswer> {
  return post('matar', { proceso });
}

export function startLoad(ventasPorSegundo: number, segundos: number): Promise<ChaosAnswer> {
  return post('carga', { ventasPorSegundo, segundos });
}

export function endLoad(): Promise<ChaosAnswer> {
  return post('detener', {});
}

function post(action: string, body: object): Promise<ChaosAnswer> {
  return ask(action, { method: 'POST', body: JSON.stringify(body) });
}

async function ask(action: string, request: RequestInit): Promise<ChaosAnswer> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${accessToken() ?? ''}`,
  };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`/caos/${action}`, { ...request, headers, signal });
    if (response.status === ABSENT) return { kind: 'ABSENT' };
    const body = (await response.json()) as ChaosStatus & { errors?: { message: string }[] };
    const [error] = body.errors ?? [];
    return error === undefined
      ? { kind: 'STATUS', status: body }
      : { kind: 'REFUSED', message: error.message };
  } catch {
    // The network, the limit, or a text that is no JSON.
    return { kind: 'NO_ANSWER' };
  }
}
