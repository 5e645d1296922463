import { toCardinal } from 'n2words/es-ES';

interface Scale {
  soles: number;
  one: string;
  many: string;
}

/** Largest first. n2words repeats "millones" above 999,999,999: it counts below a million only. */
const SCALES: readonly Scale[] = [
  { soles: 1_000_000_000_000, one: 'un billón', many: 'billones' },
  { soles: 1_000_000, one: 'un millón', many: 'millones' },
];

/** "Uno" is shortened before the thing that it counts, and takes its accent when it is one word. */
const TWENTY_ONE_BEFORE_A_SCALE = /\bveintiuno (?=mil|bill)/g;
const ONE_BEFORE_A_SCALE = /\buno (?=mil|bill)/g;
/** The accent that n2words leaves out. */
const SIXTEEN = /\bdieciseis\b/g;

/**
 * An amount in the words that documents carry: 3112110 → `SON: TREINTA Y UN MIL CIENTO VEINTIUNO
 * CON 10/100 SOLES`.
 * @param centimos 0 or more
 * @throws when it is no such amount
 */
export function amountInWords(centimos: number): string {
  if (!Number.isSafeInteger(centimos) || centimos < 0) {
    throw new RangeError(`${centimos} is no amount that has words`);
  }
  const hundredths = centimos % 100;
  const words = inSpanish((centimos - hundredths) / 100).toLocaleUpperCase('es');
  return `SON: ${words} CON ${String(hundredths).padStart(2, '0')}/100 SOLES`;
}

function inSpanish(number: number): string {
  const scale = SCALES.find(({ soles }) => number >= soles);
  if (scale === undefined) return shortened(toCardinal(number));
  const rest = number % scale.soles;
  const count = (number - rest) / scale.soles;
  const words = count === 1 ? scale.one : shortened(`${inSpanish(count)} ${scale.many}`);
  return rest === 0 ? words : `${words} ${inSpanish(rest)}`;
}

function shortened(words: string): string {
  return words
    .replaceAll(TWENTY_ONE_BEFORE_A_SCALE, 'veintiún ')
    .replaceAll(ONE_BEFORE_A_SCALE, 'un ')
    .replaceAll(SIXTEEN, 'dieciséis');
}
