const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const CONTROL = /\p{Cc}/u;

/** The characters that the standard fonts of PDF print: Windows-1252 without its controls. */
const PRINTABLE = new Set(
  [...new TextDecoder('windows-1252').decode(EVERY_BYTE)].filter((sign) => !CONTROL.test(sign)),
);

/** Signs without a shape, such as joiners and the soft hyphen. */
const SHAPELESS = /\p{Cf}/gu;
const BLANKS = /[\p{Cc}\p{Z}]+/gu;
/** A sign with the marks above or below it. */
const SIGN = /\P{M}\p{M}*|\p{M}/gu;
const UNPRINTABLE = '?';

/**
 * A text in the characters of a PDF's standard fonts. Others, such as emoji and Chinese, become
 * "?": their bytes would print as letters that have nothing to do with them.
 */
export function winAnsi(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(SHAPELESS, '')
    .replaceAll(BLANKS, ' ')
    .replaceAll(SIGN, (sign) => (PRINTABLE.has(sign) ? sign : UNPRINTABLE));
}
