// Rates are hundredths of a percent on the wire: 1800 is 18 %.

const PERCENT = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/;
const ALL = 10_000;

/** Reads a percentage as people type it: "18", "18.5 %". @returns basis points, or null */
export function readPercent(typed: string): number | null {
  const [, whole, rest = ''] = PERCENT.exec(typed.trim()) ?? [];
  if (whole === undefined) return null;
  const basisPoints = Number(whole) * 100 + Number(rest.padEnd(2, '0'));
  return basisPoints <= ALL ? basisPoints : null;
}

/** Writes basis points: "18 %", "10.5 %". */
export function percentText(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
