import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { types } from 'node:util';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { parseSoles } from '../../common/values/money.ts';
import { OperatorError } from '../operate/environment/operator-error.ts';
import { checkUtf8 } from './utf8-lines.ts';

/** One line of an invoice, as the file has it. */
export interface InvoiceLine {
  invoiceNo: string;
  /** Upper and lower case differ. */
  sku: string;
  /** Empty when the file has none. */
  description: string;
  /** Negative when goods came back or were written off. */
  quantity: number;
  /** 0 when the price is not exact. */
  unitPriceCentimos: number;
  /** False when the price has more than two decimals: what it would be sold at is not guessed. */
  isPriceExact: boolean;
  /** Null when the customer was not identified. */
  customerNo: string | null;
}

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/** The form of a field; its message ends the sentence "line 7: UnitPrice …". */
const recordShape = z.object({
  InvoiceNo: z.string().trim().min(1, 'is empty'),
  StockCode: z.string().trim().min(1, 'is empty'),
  Description: z.string().trim(),
  Quantity: z
    .string()
    .trim()
    .regex(/^-?\d{1,9}$/, 'is not a whole number')
    .transform(Number),
  InvoiceDate: z.string().trim().refine(isDate, 'is not a date such as 2010-12-01 08:26:00'),
  UnitPrice: z
    .string()
    .trim()
    .regex(/^-?\d{1,13}(\.\d{1,20})?$/, 'is not an amount such as 12.50'),
  CustomerID: z
    .string()
    .trim()
    .regex(/^(\d{1,10}(\.0)?)?$/, 'is not a customer number'),
});

/** Zeros past the second decimal say nothing. */
const DECIMALS_OF_ZERO = /(\.\d\d)0+$/;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?$/;

/** Whether a text is a day that exists, with or without a time. */
function isDate(text: string): boolean {
  const [, day, time = '00:00'] = DATE.exec(text) ?? [];
  const instant = new Date(`${day}T${time}Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === day;
}

interface ParsedRecord {
  record: Record<string, string>;
  info: { lines: number };
}

/**
 * Reads every line of a CSV file of invoices; a name that ends in `.gz` is unpacked.
 * @throws OperatorError with one sentence when the file is missing or is no such file
 */
export async function readInvoiceFile(path: string): Promise<InvoiceLine[]> {
  const parser = parse({ columns: checkHeader, info: true, bom: true, skipEmptyLines: true });
  const source = createReadStream(path);
  // A failure anywhere ends the parser with it, and so the loop below.
  const ended = () => undefined;
  if (path.endsWith('.gz')) pipeline(source, createGunzip(), checkUtf8, parser, ended);
  else pipeline(source, checkUtf8, parser, ended);

  const lines: InvoiceLine[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      lines.push(toInvoiceLine(record, info.lines));
    }
  } catch (error) {
    throw explain(error, path);
  }
  if (lines.length === 0) throw new OperatorError(`${path} has no invoices.`);
  return lines;
}

function checkHeader(header: string[]): string[] {
  const names = header.map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new OperatorError(`it has no column ${missing.join(', ')} in its first line`);
  }
  return names;
}

function toInvoiceLine(record: Record<string, string>, line: number): InvoiceLine {
  const parsed = recordShape.safeParse(record);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const column = String(issue?.path[0]);
    throw new OperatorError(`line ${line}: ${column} "${record[column]}" ${issue?.message}`);
  }
  const { InvoiceNo, StockCode, Description, Quantity, UnitPrice, CustomerID } = parsed.data;
  const centimos = parseSoles(UnitPrice.replace(DECIMALS_OF_ZERO, '$1'));
  return {
    invoiceNo: InvoiceNo,
    sku: StockCode,
    description: Description,
    quantity: Quantity,
    unitPriceCentimos: centimos ?? 0,
    isPriceExact: centimos !== null,
    customerNo: CustomerID === '' ? null : CustomerID.replace(/\.0$/, ''),
  };
}

function explain(error: unknown, path: string): unknown {
  if (error instanceof OperatorError || error instanceof CsvError) {
    return new OperatorError(`${path} is not a file of invoices: ${error.message}.`);
  }
  if (!types.isNativeError(error) || !('code' in error)) return error;
  if (error.code === 'ENOENT') return new OperatorError(`There is no file ${path}.`);
  return new OperatorError(`${path} cannot be read: ${error.message}.`);
}
