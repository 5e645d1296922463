import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { toBuffer as qrImage } from 'qrcode';
import type { PrintedDocument } from './printed-document.ts';
import {
  documentTitle,
  TEXT_STYLES,
  type TextStyle,
  type TicketRow,
  ticketRows,
} from './ticket-rows.ts';
import { winAnsi } from './win-ansi.ts';

type Pdf = InstanceType<typeof PDFDocument>;

/** A row that knows its height in points, and draws itself at a distance from the page's top. */
interface Block {
  height: number;
  draw(y: number): void;
}

const POINTS_PER_MM = 72 / 25.4;
const PAGE_WIDTH = 80 * POINTS_PER_MM;
const SIDE = 4 * POINTS_PER_MM;
const CONTENT_WIDTH = PAGE_WIDTH - 2 * SIDE;
/** Above the first row, and below the last. */
const EDGE = 5 * POINTS_PER_MM;
/** The longest page that PDF readers take, 5.08 m. */
const MAX_PAGE_HEIGHT = 14_400;

const QR_SIZE = 34 * POINTS_PER_MM;
const RULE_HEIGHT = 3.6 * POINTS_PER_MM;
const RULE_WIDTH = 0.3 * POINTS_PER_MM;
const PAIR_GAP = 2 * POINTS_PER_MM;
const LINE_GAP = 0.8;
/** Above each thing that was sold. */
const ITEM_GAP = 1.2 * POINTS_PER_MM;

/**
 * A document as a PDF of 80 mm that is exactly as long as its content; above 5 m it continues on
 * further pages. The same document makes the same bytes.
 */
export async function ticketPdf(document: PrintedDocument): Promise<Buffer> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    lang: 'es-PE',
    displayTitle: true,
    info: {
      Title: documentTitle(document),
      Author: document.shop.tradeName ?? document.shop.legalName,
      CreationDate: document.issuedAt,
    },
  });
  const bytes = buffer(pdf);
  const blocks = await Promise.all(ticketRows(document).map((row) => blockOf(pdf, row)));
  for (const page of pagesOf(blocks)) drawPage(pdf, page);
  pdf.end();
  return bytes;
}

/** The blocks of each page: a page takes as many as it has room for. */
function pagesOf(blocks: readonly Block[]): Block[][] {
  const pages: Block[][] = [[]];
  let left = MAX_PAGE_HEIGHT - 2 * EDGE;
  for (const block of blocks) {
    if (block.height > left) {
      pages.push([]);
      left = MAX_PAGE_HEIGHT - 2 * EDGE;
    }
    pages.at(-1)?.push(block);
    left -= block.height;
  }
  return pages;
}

function drawPage(pdf: Pdf, blocks: readonly Block[]): void {
  const height = blocks.reduce((sum, block) => sum + block.height, 2 * EDGE);
  pdf.addPage({ size: [PAGE_WIDTH, height], margin: 0 });
  let y = EDGE;
  for (const block of blocks) {
    block.draw(y);
    y += block.height;
  }
}

async function blockOf(pdf: Pdf, row: TicketRow): Promise<Block> {
  switch (row.kind) {
    case 'text':
      return textBlock(pdf, row.text, row.style, { align: row.align });
    case 'pair':
      return pairBlock(pdf, row.label, row.amount, row.style);
    case 'item':
      return itemBlock(pdf, row.description, row.label, row.amount);
    case 'rule':
      return { height: RULE_HEIGHT, draw: (y) => drawRule(pdf, y + RULE_HEIGHT / 2) };
    case 'qr': {
      const image = await qrImage(row.payload, { errorCorrectionLevel: 'Q', scale: 4 });
      const x = (PAGE_WIDTH - QR_SIZE) / 2;
      return { height: QR_SIZE, draw: (y) => pdf.image(image, x, y, { width: QR_SIZE }) };
    }
  }
}

function textBlock(
  pdf: Pdf,
  text: string,
  style: TextStyle,
  box: { align: 'left' | 'center' | 'right'; width?: number; x?: number },
): Block {
  const words = winAnsi(text);
  const options = { align: box.align, width: box.width ?? CONTENT_WIDTH, lineGap: LINE_GAP };
  return {
    height: withStyle(pdf, style).heightOfString(words, options),
    draw: (y) => withStyle(pdf, style).text(words, box.x ?? SIDE, y, options),
  };
}

/** The label wraps beside the amount, which stands on the first of its lines. */
function pairBlock(pdf: Pdf, label: string, amount: string, style: TextStyle): Block {
  const amountWidth = withStyle(pdf, style).widthOfString(winAnsi(amount)) + 1;
  const labelWidth = CONTENT_WIDTH - amountWidth - PAIR_GAP;
  const parts = [
    textBlock(pdf, label, style, { align: 'left', width: labelWidth }),
    textBlock(pdf, amount, style, {
      align: 'right',
      width: amountWidth,
      x: PAGE_WIDTH - SIDE - amountWidth,
    }),
  ];
  return {
    height: Math.max(...parts.map(({ height }) => height)),
    draw: (y) => {
      for (const part of parts) part.draw(y);
    },
  };
}

function itemBlock(pdf: Pdf, description: string, label: string, amount: string): Block {
  const words = textBlock(pdf, description, 'plain', { align: 'left' });
  const amounts = pairBlock(pdf, label, amount, 'plain');
  return {
    height: ITEM_GAP + words.height + amounts.height,
    draw: (y) => {
      words.draw(y + ITEM_GAP);
      amounts.draw(y + ITEM_GAP + words.height);
    },
  };
}

function withStyle(pdf: Pdf, style: TextStyle): Pdf {
  const { sizePt, isBold } = TEXT_STYLES[style];
  return pdf.font(isBold ? 'Helvetica-Bold' : 'Helvetica').fontSize(sizePt);
}

function drawRule(pdf: Pdf, y: number): void {
  pdf
    .lineWidth(RULE_WIDTH)
    .dash(2.2, { space: 1.8 })
    .moveTo(SIDE, y)
    .lineTo(PAGE_WIDTH - SIDE, y)
    .stroke()
    .undash();
}
