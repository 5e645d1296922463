import { LIMA_HOURS_BEHIND_UTC } from '../../../common/values/lima-day.ts';
import { formatSoles } from '../../../common/values/money.ts';

const THOUSANDS = /\B(?=(?:\d{3})+\.)/g;

/** Céntimos as people read them: 129990 → "1,299.90". */
export function printedAmount(centimos: number): string {
  return formatSoles(centimos).replaceAll(THOUSANDS, ',');
}

/** The same with the sign of the currency: "S/ 1,299.90", "-S/ 0.03". */
export function printedSoles(centimos: number): string {
  return `${centimos < 0 ? '-' : ''}S/ ${printedAmount(Math.abs(centimos))}`;
}

/** A rate in percent: 1800 → "18 %", 1050 → "10.5 %". */
export function printedRate(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

const LIMA_OFFSET_MS = -LIMA_HOURS_BEHIND_UTC * 3_600_000;

/** The day in Lima: "2026-11-27". */
export function limaDay(moment: Date): string {
  return limaIso(moment).slice(0, 10);
}

/** The day and the minute in Lima, as people write them: "27/11/2026 14:05". */
export function printedMoment(moment: Date): string {
  const day = limaDay(moment).split('-').reverse().join('/');
  return `${day} ${limaIso(moment).slice(11, 16)}`;
}

function limaIso(moment: Date): string {
  return new Date(moment.getTime() + LIMA_OFFSET_MS).toISOString();
}
