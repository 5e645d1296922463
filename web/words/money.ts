// Amounts are integers of céntimos in the browser and texts such as "1234.50" on the wire.

const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/;

/**
 * Reads an amount of the gateway.
 * @returns céntimos
 * @throws Error for a text that is no amount, which the gateway never sends
 */
export function centimos(text: string): number {
  const read = readDecimal(text);
  if (read === null) throw new Error(`No amount: ${text}`);
  return read;
}

function readDecimal(text: string): number | null {
  const [, sign, soles, rest = ''] = DECIMAL.exec(text) ?? [];
  if (soles === undefined) return null;
  const amount = Number(soles) * 100 + Number(rest.padEnd(2, '0'));
  return sign === '-' && amount !== 0 ? -amount : amount;
}

/** Writes céntimos as the gateway reads them. */
export function decimal(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Reads an amount as people type it: "1,234.50", "1234,5", "S/ 20".
 * @returns céntimos, or null when it is no amount
 */
export function readAmount(typed: string): number | null {
  const plain = typed.replace(/^\s*S\/\.?\s*/i, '').replaceAll(/\s/g, '');
  // A lone comma before one or two last digits is a decimal comma; any other parts thousands.
  const dotted = /^-?\d+,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : undoThousands(plain);
  return dotted === null ? null : readDecimal(dotted.replace(/^(-?)\./, '$10.').replace(/\.$/, ''));
}

function undoThousands(plain: string): string | null {
  if (!plain.includes(',')) return plain;
  return /^-?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(plain) ? plain.replaceAll(',', '') : null;
}
