// The effect of a correction of stock, reckoned before it is sent.
import type { StockAdjustmentKind } from '../generated/operations.ts';
import { readUnits } from '../productos/product-form.ts';

/** COUNT sets the stock to what was counted; the others add or take units. */
export type AdjustmentMode = StockAdjustmentKind | 'COUNT';

export const ADJUSTMENT_MODES: readonly { value: AdjustmentMode; label: string; help: string }[] = [
  { value: 'RECEIPT', label: 'Ingreso', help: 'Llegó mercadería: suma.' },
  { value: 'COUNT', label: 'Conteo', help: 'Lo contado en la tienda queda como stock.' },
  { value: 'LOSS', label: 'Merma', help: 'Roto, robado o vencido: resta.' },
  { value: 'RETURN', label: 'Devolución', help: 'Un cliente lo trajo de vuelta: suma.' },
  { value: 'ADJUSTMENT', label: 'Otro ajuste', help: 'Con + o − delante: −2 resta dos.' },
];

const SIGNS: Readonly<Record<AdjustmentMode, 1 | -1>> = {
  RECEIPT: 1,
  RETURN: 1,
  ADJUSTMENT: 1,
  LOSS: -1,
  COUNT: 1,
};

interface StockNow {
  onHand: number;
  available: number;
}

/** A correction that can be sent, and what it leaves. */
export interface Adjustment {
  change: { delta: number; kind: StockAdjustmentKind } | { counted: number };
  delta: number;
  availableAfter: number;
}

/** @returns a sentence that says what is wrong, or the correction */
export function readAdjustment(
  mode: AdjustmentMode,
  typed: string,
  { onHand, available }: StockNow,
): Adjustment | string {
  const units = mode === 'ADJUSTMENT' ? readSigned(typed) : readUnits(typed);
  if (units === null) return 'Escriba unidades enteras, como 8.';
  if (units === 0 && mode !== 'COUNT') return 'Escriba cuántas unidades.';
  const delta = mode === 'COUNT' ? units - onHand : units * SIGNS[mode];
  const availableAfter = available + delta;
  if (availableAfter < 0) return `Solo hay ${available} disponibles.`;
  const change = mode === 'COUNT' ? { counted: units } : { delta, kind: mode };
  return { change, delta, availableAfter };
}

function readSigned(typed: string): number | null {
  const plain = typed.trim().replace('−', '-');
  const units = readUnits(plain.replace(/^[+-]/, ''));
  return units !== null && plain.startsWith('-') ? -units : units;
}
