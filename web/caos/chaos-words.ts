import { count, counted } from '../words/format.ts';
import type { ChaosEvent, ChaosStatus, InvariantReading, TargetName } from './chaos-client.ts';

const EXACT_TIME = new Intl.DateTimeFormat('es-PE', {
  timeZone: 'America/Lima',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** The time of an instant in Lima with its seconds: "18:12:07". */
export function exactTime(atMs: number): string {
  return EXACT_TIME.format(atMs);
}

/** The process, in the middle of a sentence. */
export const TARGETS: Readonly<Record<TargetName, string>> = {
  ventas: 'ventas',
  inventario: 'inventario',
  database: 'la base',
};

const PROMISES: Readonly<Record<string, string>> = {
  I1: 'Stock nunca bajo cero',
  I2: 'Stock = suma del libro',
  I3: 'Venta con su reserva',
  I4: 'Reserva con su venta',
  I5: 'Lo soltado no vuelve',
  I6: 'Una clave, una venta',
  I7: 'Total = líneas; base + IGV',
  I8: 'Nada queda a medias',
};
/** These are shown always, the other promises when they are broken. */
const SHOWN = Object.keys(PROMISES);

/** The lights of the page: each promise, also one that was not read yet. */
export function lightsOf(readings: readonly InvariantReading[]): (InvariantReading | string)[] {
  const found = new Map(readings.map((reading) => [reading.name, reading]));
  const others = readings.filter(({ name, state }) => !SHOWN.includes(name) && state === 'BROKEN');
  return [...SHOWN.map((name) => found.get(name) ?? name), ...others];
}

export function promise(name: string): string {
  return `${name} · ${PROMISES[name] ?? 'Promesa de npm run verify'}`;
}

export function readingText({ state, count: found, example }: InvariantReading): string {
  switch (state) {
    case 'HOLDS':
      return 'Se cumple';
    case 'CHECKING':
      return `Revisando: ${count(found)} por cerrar`;
    case 'BROKEN':
      return `${counted(found, 'falla', 'fallas')}: ${example ?? ''}`;
  }
}

const LOAD_STATES: Readonly<Record<ChaosStatus['load']['state'], string>> = {
  IDLE: 'Sin carga',
  PREPARING: 'Preparando los productos CAOS',
  SELLING: 'Vendiendo',
  CLOSING: 'Cuadrando lo que falta',
};

/** The state of the load in a few words, with the time that is left of it. */
export function loadText({ load, nowMs }: ChaosStatus): string {
  const words = LOAD_STATES[load.state];
  if (load.endsAtMs === null) return words;
  const leftSeconds = Math.max(0, Math.ceil((load.endsAtMs - nowMs) / 1_000));
  return `${words} ${load.salesPerSecond} por segundo, ${leftSeconds} s más`;
}

/** A duration as "2.1 s" or "14 min". */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

export function eventText(event: ChaosEvent): string {
  switch (event.kind) {
    case 'KILLED':
      return `Se mató ${TARGETS[event.target]}`;
    case 'BACK':
      return `Volvió ${TARGETS[event.target]} tras ${duration(event.tookMs ?? 0)}`;
    case 'LOAD_BEGUN':
      return 'Empezó la carga';
    case 'LOAD_ENDED':
      return 'Terminó la carga; los productos CAOS ya no están a la venta';
    case 'PAGE_GONE':
      return 'La página se cerró; la carga termina';
    case 'LOAD_FAILED':
      return `La carga no pudo seguir: ${event.reason}`;
    case 'SETTLED':
      return settledText(event);
  }
}

function settledText(event: Extract<ChaosEvent, { kind: 'SETTLED' }>): string {
  const { wereThere, soldNow, refused } = event;
  const all = counted(wereThere + soldNow + refused, 'venta que quedó', 'ventas que quedaron');
  const parts = [
    `${count(wereThere)} ya estaban`,
    `${count(soldNow)} se vendieron ahora`,
    ...(refused === 0 ? [] : [`${count(refused)} no se vendieron`]),
  ];
  return `Cuadrado: ${all} sin respuesta; ${parts.join(', ')}`;
}
