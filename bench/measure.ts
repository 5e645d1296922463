import { readFileSync } from 'node:fs';

/** The result of a run of clients. */
export interface Run {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU of each process per operation, in ms. */
  cpuMsByProcess: Record<string, number>;
}

export interface RunOptions {
  clients: number;
  durationMs: number;
  /** Process numbers by name. */
  processes: Record<string, number>;
}

/** Lets clients work in a closed loop: each begins its next operation when the last one is done. */
export async function runClients(
  operation: () => Promise<void>,
  { clients, durationMs, processes }: RunOptions,
): Promise<Run> {
  const latenciesMs: number[] = [];
  const cpuBefore = cpuOf(processes);
  const startedAtMs = performance.now();
  const endsAtMs = startedAtMs + durationMs;
  const client = async () => {
    while (performance.now() < endsAtMs) {
      const beganAtMs = performance.now();
      await operation();
      latenciesMs.push(performance.now() - beganAtMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const elapsedMs = performance.now() - startedAtMs;
  const cpuAfter = cpuOf(processes);
  const count = latenciesMs.length;
  latenciesMs.sort((a, b) => a - b);
  return {
    perSecond: (count * 1_000) / elapsedMs,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    cpuMsByProcess: Object.fromEntries(
      Object.keys(processes).map((name) => [
        name,
        ((cpuAfter[name] ?? 0) - (cpuBefore[name] ?? 0)) / count,
      ]),
    ),
  };
}

function quantile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  return quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );
}

/** Linux counts CPU time in ticks of 10 ms. */
const TICK_MS = 10;

function cpuOf(processes: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(processes).map(([name, pid]) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return [name, (Number(fields[11]) + Number(fields[12])) * TICK_MS];
    }),
  );
}

/** Memory in use by a process, in MiB. */
export function memoryMiB(pid: number): number {
  const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1_024;
}
