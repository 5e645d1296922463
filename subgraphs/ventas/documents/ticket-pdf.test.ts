import { inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { printedDocument } from '../../../tests/support/printed-documents.ts';
import type { PrintedLine } from './printed-document.ts';
import { ticketPdf } from './ticket-pdf.ts';

const LINE: PrintedLine = {
  quantity: 1,
  description: 'Cable',
  unitPriceCentimos: 1_000,
  discountCentimos: 0,
  totalCentimos: 1_000,
};
const MM = 72 / 25.4;

/** Width and height of each page, in points. */
function pageSizes(pdf: Buffer): { width: number; height: number }[] {
  return [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(
    ([, width, height]) => ({ width: Number(width), height: Number(height) }),
  );
}

/** The lines of text, and how far above the bottom of its page each stands. */
function textLines(pdf: Buffer): { text: string; y: number }[] {
  return contentsOf(pdf).flatMap((content) => {
    return [...content.matchAll(/1 0 0 1 [\d.]+ (-?[\d.]+) Tm[\s\S]*?\[(.*?)\] TJ/g)].map(
      ([, y, shown = '']) => {
        const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, digits]) => digits).join('');
        return {
          text: new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')),
          y: Number(y),
        };
      },
    );
  });
}

/** The drawing commands of the pages. */
function contentsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/<<\n\/Length \d+\n\/Filter \/FlateDecode\n>>\nstream\n/g)].map(
    (found) => {
      const start = found.index + found[0].length;
      const end = text.indexOf('\nendstream', start);
      return inflateSync(pdf.subarray(start, end)).toString('latin1');
    },
  );
}

test('a ticket is one page, 80 mm wide and as long as its lines', async () => {
  const sizes = await Promise.all(
    [1, 2, 11].map(async (count) => {
      const pdf = await ticketPdf(printedDocument({ lines: Array(count).fill(LINE) }));
      const pages = pageSizes(pdf);
      expect(pages).toHaveLength(1);
      const lowest = Math.min(...textLines(pdf).map(({ y }) => y));
      expect(lowest).toBeGreaterThan(4 * MM);
      expect(lowest).toBeLessThan(8 * MM);
      return pages[0]!;
    }),
  );
  const [one, two, eleven] = sizes.map(({ height }) => height);
  expect(sizes.map(({ width }) => width / MM)).toEqual(
    [80, 80, 80].map((mm) => expect.closeTo(mm, 2)),
  );
  expect(eleven! - two!).toBeCloseTo(9 * (two! - one!), 1);
});

test('a ticket says what its rows say, with the amounts', async () => {
  const text = textLines(await ticketPdf(printedDocument()))
    .map((line) => line.text.trim())
    .join('\n');
  for (const shown of ['BOLETA DE VENTA', 'B001-00000012', 'María Ñahui Peña', 'S/ 1,380.87']) {
    expect(text).toContain(shown);
  }
  expect(text).toContain('Representación interna, sin valor tributario');
});

test('characters that the fonts do not have are question marks', async () => {
  const lines = [{ ...LINE, description: 'Funda 漢字 😀 “azul” €' }];
  const texts = textLines(await ticketPdf(printedDocument({ lines }))).map(({ text }) => text);
  expect(texts).toContain('Funda ?? ? “azul” €');
});

test('a description of 200 characters goes on below, with or without blanks', async () => {
  const descriptions = ['x'.repeat(200), 'una palabra '.repeat(17).slice(0, 199).concat('.')];
  const lines = descriptions.map((description) => ({ ...LINE, description }));
  const texts = textLines(await ticketPdf(printedDocument({ lines }))).map(({ text }) => text);
  expect(texts.filter((text) => /^x+$/.test(text)).join('')).toBe(descriptions[0]);
  expect(texts.filter((text) => /^una palabra|palabra una/.test(text)).length).toBeGreaterThan(2);
});

test('a thousand lines continue on further pages, none longer than a PDF page may be', async () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => {
    return { ...LINE, description: `N.º ${index} ${'y una palabra más '.repeat(11)}` };
  });
  const pdf = await ticketPdf(printedDocument({ lines }));
  const pages = pageSizes(pdf);
  expect(pages.length).toBeGreaterThan(1);
  for (const { height } of pages) expect(height).toBeLessThanOrEqual(14_400);
  const texts = textLines(pdf).map(({ text }) => text);
  expect(texts.filter((text) => text.startsWith('N.º ')).length).toBe(1_000);
  expect(texts.at(-1)).toBe('Gracias por su compra.');
});

test('the same document makes the same bytes', async () => {
  const [first, second] = await Promise.all([
    ticketPdf(printedDocument()),
    ticketPdf(printedDocument()),
  ]);
  expect(first.equals(second)).toBe(true);
});
