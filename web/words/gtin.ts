// Barcodes of makers are GTINs: 8, 12, 13 or 14 digits, of which the last one checks the others.

const LENGTHS = [8, 12, 13, 14];

/** The digit that the others of a GTIN ask for at its end. */
function checkDigitOf(others: string): number {
  const digits = [...others].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/**
 * Says what looks wrong with a barcode, or null. A shop may have codes of its own, so that nothing
 * is refused for it.
 */
export function barcodeDoubt(typed: string): string | null {
  const code = typed.trim();
  if (!/^\d+$/.test(code)) return null;
  if (code.length > 8 && code.length < 12) {
    return `Un EAN-13 tiene 13 cifras y este tiene ${code.length}.`;
  }
  if (!LENGTHS.includes(code.length)) return null;
  if (checkDigitOf(code.slice(0, -1)) === Number(code.at(-1))) return null;
  return code.length === 12
    ? 'Un EAN-13 tiene 13 cifras y este tiene 12.'
    : 'La última cifra no cuadra con las otras: revise el código.';
}
