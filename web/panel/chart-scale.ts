// The scale of the chart: zero-based, and at most three lines over zero.

/** A line of the grid. */
export interface ScaleLine {
  value: number;
  /** "0", "500", "4 mil", "1.2 M". */
  label: string;
}

const STEPS = [1, 2, 2.5, 4, 5, 10];
const LINES = 3;
const CENTIMOS = 100;

/** The lines for amounts up to this one, in céntimos; the last one is the top of the chart. */
export function scaleFor(most: number): readonly ScaleLine[] {
  const step = stepFor(Math.max(most / CENTIMOS, 1) / LINES);
  const lines = Math.max(1, Math.ceil(most / CENTIMOS / step - 1e-9));
  return Array.from({ length: lines + 1 }, (_, at) => ({
    value: at * step * CENTIMOS,
    label: solesLabel(at * step),
  }));
}

function stepFor(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = STEPS.find((one) => one * power >= least - 1e-9) ?? 10;
  return Math.max(1, factor * power);
}

function solesLabel(soles: number): string {
  if (soles >= 1_000_000) return `${round(soles / 1_000_000)} M`;
  return soles >= 1_000 ? `${round(soles / 1_000)} mil` : String(round(soles));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
