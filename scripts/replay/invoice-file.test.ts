import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from '@jest/globals';
import { readInvoiceFile } from './invoice-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'invoice-file-'));
afterAll(() => rmSync(directory, { recursive: true }));

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const GOOD = '536365,85123A,"HEART, WHITE ",6,2010-12-01 08:26:00,2.5,17850.0,United Kingdom';

function fileOf(content: string | Buffer, name = 'invoices.csv'): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

test('a line is read with its price in céntimos and its customer without the decimal', async () => {
  expect(await readInvoiceFile(fileOf(`${HEADER}\n${GOOD}\n`))).toEqual([
    {
      invoiceNo: '536365',
      sku: '85123A',
      description: 'HEART, WHITE',
      quantity: 6,
      unitPriceCentimos: 250,
      isPriceExact: true,
      customerNo: '17850',
    },
  ]);
});

test('packing, a byte order mark, CRLF and the order of columns make no difference', async () => {
  const plain = await readInvoiceFile(fileOf(`${HEADER}\n${GOOD}\n`));
  const packed = fileOf(gzipSync(`${HEADER}\n${GOOD}\n`), 'invoices.csv.gz');
  expect(await readInvoiceFile(packed)).toEqual(plain);
  expect(await readInvoiceFile(fileOf(`\uFEFF${HEADER}\r\n${GOOD}\r\n`))).toEqual(plain);
  const header = `Country,${HEADER.replace(',Country', '')}`;
  const reordered = `${header}\nPeru,${GOOD.replace(',United Kingdom', '')}\n`;
  expect(await readInvoiceFile(fileOf(reordered))).toEqual(plain);
});

test('a missing customer and a missing description are part of real data', async () => {
  const content = `${HEADER}\n1,A,,1,2010-12-01,0.0,,Peru\n`;
  const [line] = await readInvoiceFile(fileOf(content));
  expect(line).toMatchObject({ description: '', customerNo: null, unitPriceCentimos: 0 });
});

const REFUSED: [string, string, RegExp][] = [
  ['an empty file', '', /has no invoices\.$/],
  ['a header alone', `${HEADER}\n`, /has no invoices\.$/],
  ['other columns', 'a,b\n1,2\n', /no column InvoiceNo, StockCode, .* in its first line\.$/],
  [
    'a bad price',
    `${HEADER}\n${GOOD}\n1,A,,1,2010-12-01,"2,55",,P\n`,
    /line 3: UnitPrice "2,55" is not an amount/,
  ],
  [
    'a bad quantity',
    `${HEADER}\n1,A,,1.5,2010-12-01,2,,P\n`,
    /line 2: Quantity "1\.5" is not a whole number/,
  ],
  [
    'a bad customer',
    `${HEADER}\n1,A,,1,2010-12-01,2,abc,P\n`,
    /line 2: CustomerID "abc" is not a customer number/,
  ],
  ...['2010-13-01', '2010-02-30', '01/12/2010', 'ayer', '', '2010-12-01 25:00'].map(
    (date): [string, string, RegExp] => [
      `the date "${date}"`,
      `${HEADER}\n1,A,,1,${date},2,,P\n`,
      /line 2: InvoiceDate ".*" is not a date/,
    ],
  ),
  ['no code', `${HEADER}\n1, ,,1,2010-12-01,2,,P\n`, /line 2: StockCode " " is empty/],
  ['a short line', `${HEADER}\n1,A\n`, /line 2/],
  ['an open quote', `${HEADER}\n1,"A\n`, /not a file of invoices: .*quote/i],
];

test.each(REFUSED)('%s is refused with one sentence', async (_case, content, message) => {
  const path = fileOf(content);
  await expect(readInvoiceFile(path)).rejects.toThrow(message);
  await expect(readInvoiceFile(path)).rejects.toMatchObject({ name: 'OperatorError' });
});

test('a price of more than two decimals and a negative one are read, each as what it is', async () => {
  const rows = ['2.555', '2.5500', '-1.10'].map((price) => `1,A,,1,2010-12-01T08:26,${price},,P`);
  const lines = await readInvoiceFile(fileOf(`${HEADER}\n${rows.join('\n')}\n`));
  expect(lines.map((line) => [line.unitPriceCentimos, line.isPriceExact])).toEqual([
    ...[
      [0, false],
      [255, true],
      [-110, true],
    ],
  ]);
});

test('a file that is not UTF-8 is refused with its first line that is not, packed or plain', async () => {
  const many = `${GOOD}\n`.repeat(3_000);
  const bytes = Buffer.from(
    `${HEADER}\n${many}1,A,Ñandú añil,1,2010-12-01,2,,P\n${GOOD}`,
    'latin1',
  );
  for (const path of [fileOf(bytes), fileOf(gzipSync(bytes), 'latin.csv.gz')]) {
    await expect(readInvoiceFile(path)).rejects.toThrow(/: line 3002 is not UTF-8: save the file/);
  }
  const last = Buffer.concat([Buffer.from(`${HEADER}\n${GOOD}`), Buffer.of(0xf1)]);
  await expect(readInvoiceFile(fileOf(last))).rejects.toThrow(/line 2 is not UTF-8/);
  const utf16 = Buffer.from(`\uFEFF${HEADER}\n${GOOD}\n`, 'utf16le');
  await expect(readInvoiceFile(fileOf(utf16))).rejects.toThrow(/line 1 is not UTF-8/);
  const [line] = await readInvoiceFile(fileOf(`${HEADER}\n1,A,Ñandú,1,2010-12-01,2,,P\n`));
  expect(line?.description).toBe('Ñandú');
});

test('a file that is not there, or is not packed although its name says so, is named', async () => {
  const absent = join(directory, 'absent.csv');
  await expect(readInvoiceFile(absent)).rejects.toThrow(`There is no file ${absent}.`);
  await expect(readInvoiceFile(fileOf(HEADER, 'plain.csv.gz'))).rejects.toThrow(/cannot be read/);
  await expect(readInvoiceFile(directory)).rejects.toThrow(/cannot be read/);
});
