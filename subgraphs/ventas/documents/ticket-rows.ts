import type { DocType } from '../../../common/values/identity-document.ts';
import { METHOD_NAMES } from '../payments/method-names.ts';
import { amountInWords } from './amount-in-words.ts';
import {
  type DocumentType,
  documentCode,
  type PrintedDocument,
  type PrintedLine,
  type PrintedPayment,
} from './printed-document.ts';
import { printedAmount, printedMoment, printedRate, printedSoles } from './printed-values.ts';
import { qrPayload } from './qr-payload.ts';

/** The styles of texts, with the size of their letters in points. */
export const TEXT_STYLES = {
  title: { sizePt: 13, isBold: true },
  total: { sizePt: 11, isBold: true },
  strong: { sizePt: 8.5, isBold: true },
  plain: { sizePt: 8.5, isBold: false },
  small: { sizePt: 7.5, isBold: false },
} as const;

export type TextStyle = keyof typeof TEXT_STYLES;

/**
 * A row of a ticket: a text, a label with an amount at the right, a sold thing with its amounts
 * below it on the same page, a line across, or the QR code.
 */
export type TicketRow =
  | { kind: 'text'; text: string; align: 'left' | 'center'; style: TextStyle }
  | { kind: 'pair'; label: string; amount: string; style: TextStyle }
  | { kind: 'item'; description: string; label: string; amount: string }
  | { kind: 'rule' }
  | { kind: 'qr'; payload: string };

const TYPE_NAMES: Record<DocumentType, string> = {
  BOLETA: 'Boleta de venta',
  FACTURA: 'Factura',
  NOTA_CREDITO: 'Nota de crédito',
};

const DOC_TYPE_NAMES: Record<Exclude<DocType, 'NONE'>, string> = {
  DNI: 'DNI',
  RUC: 'RUC',
  CE: 'Carné de extranjería',
  PASSPORT: 'Pasaporte',
};

const NO_NAME = 'Público en general';
const NOT_FISCAL = 'Representación interna, sin valor tributario';
const RULE: TicketRow = { kind: 'rule' };

/** The name of a document for people: "Boleta de venta B001-00000012". */
export function documentTitle({ type, series, number }: PrintedDocument): string {
  return `${TYPE_NAMES[type]} ${documentCode(series, number)}`;
}

/**
 * The rows of a document from top to bottom: HTML and PDF both draw these, so that they cannot say
 * different things.
 */
export function ticketRows(document: PrintedDocument): TicketRow[] {
  return [
    ...shopRows(document),
    RULE,
    centred(TYPE_NAMES[document.type].toLocaleUpperCase('es'), 'strong'),
    centred(documentCode(document.series, document.number), 'title'),
    RULE,
    ...factRows(document),
    RULE,
    pair('CANT. × PRECIO', 'IMPORTE S/', 'small'),
    ...document.lines.map(itemRow),
    RULE,
    ...totalRows(document),
    RULE,
    left(amountInWords(document.totalCentimos), 'small'),
    ...paymentRows(document),
    RULE,
    { kind: 'qr', payload: qrPayload(document) },
    centred(NOT_FISCAL, 'strong'),
    ...(document.shop.ticketNote ?? '')
      .split('\n')
      .flatMap((words) => (words.trim() === '' ? [] : [centred(words.trim(), 'small')])),
  ];
}

function shopRows({ shop }: PrintedDocument): TicketRow[] {
  const names =
    shop.tradeName === null
      ? [centred(shop.legalName, 'title')]
      : [centred(shop.tradeName, 'title'), centred(shop.legalName, 'strong')];
  return [
    ...names,
    centred(`RUC ${shop.ruc}`, 'plain'),
    centred(shop.address, 'small'),
    ...(shop.phone === null ? [] : [centred(`Tel. ${shop.phone}`, 'small')]),
  ];
}

function factRows(document: PrintedDocument): TicketRow[] {
  const { name, docType, docNumber } = document.customer;
  const hasDocument = docType !== null && docType !== 'NONE' && docNumber !== null;
  return [
    ...fact('Documento que modifica', document.affects),
    ...fact('Motivo', document.reason),
    ...fact('Fecha', printedMoment(document.issuedAt)),
    ...fact('Cliente', name ?? NO_NAME),
    ...(hasDocument ? fact(DOC_TYPE_NAMES[docType], docNumber) : []),
    ...fact('Venta', document.saleNumber),
    ...fact('Vendedor', document.sellerName),
    ...fact('Caja', document.tillName),
  ];
}

function itemRow(line: PrintedLine): TicketRow {
  const { quantity, description, unitPriceCentimos, discountCentimos, totalCentimos } = line;
  const price = `${quantity} × ${printedAmount(unitPriceCentimos)}`;
  const discount = discountCentimos === 0 ? '' : `, descuento ${printedAmount(discountCentimos)}`;
  const amount = printedAmount(totalCentimos);
  return { kind: 'item', description, label: `${price}${discount}`, amount };
}

function totalRows(document: PrintedDocument): TicketRow[] {
  const { totalCentimos, discountCentimos, cashRoundingCentimos } = document;
  const rates = document.taxRateBasisPoints.map(printedRate).join(' y ');
  const discounts = [
    pair('Importe sin descuentos', printedSoles(totalCentimos + discountCentimos)),
    pair('Descuentos', printedSoles(-discountCentimos)),
  ];
  const rounding = [
    pair('Redondeo', printedSoles(cashRoundingCentimos)),
    pair('A PAGAR', printedSoles(totalCentimos + cashRoundingCentimos), 'strong'),
  ];
  return [
    ...(discountCentimos === 0 ? [] : discounts),
    pair('Valor de venta', printedSoles(document.baseCentimos)),
    pair(`IGV ${rates}`.trim(), printedSoles(document.taxCentimos)),
    pair('TOTAL', printedSoles(totalCentimos), 'total'),
    ...(cashRoundingCentimos === 0 ? [] : rounding),
  ];
}

function paymentRows({ type, payments }: PrintedDocument): TicketRow[] {
  if (payments.length === 0) return [];
  const heading = type === 'NOTA_CREDITO' ? 'DEVOLUCIÓN' : 'PAGO';
  return [RULE, left(heading, 'strong'), ...payments.flatMap(onePaymentRows)];
}

function onePaymentRows(payment: PrintedPayment): TicketRow[] {
  const { method, amountCentimos, tenderedCentimos } = payment;
  const paid = pair(METHOD_NAMES[method], printedSoles(amountCentimos));
  if (tenderedCentimos === null) return [paid];
  return [
    paid,
    pair('Recibido', printedSoles(tenderedCentimos), 'small'),
    pair('Vuelto', printedSoles(tenderedCentimos - amountCentimos), 'small'),
  ];
}

function fact(name: string, value: string | null): TicketRow[] {
  return value === null ? [] : [left(`${name}: ${value}`, 'plain')];
}

function left(text: string, style: TextStyle): TicketRow {
  return { kind: 'text', text, align: 'left', style };
}

function centred(text: string, style: TextStyle): TicketRow {
  return { kind: 'text', text, align: 'center', style };
}

function pair(label: string, amount: string, style: TextStyle = 'plain'): TicketRow {
  return { kind: 'pair', label, amount, style };
}
