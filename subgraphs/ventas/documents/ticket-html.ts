import { createHash } from 'node:crypto';
import { toString as qrText } from 'qrcode';
import type { PrintedDocument } from './printed-document.ts';
import {
  documentTitle,
  TEXT_STYLES,
  type TextStyle,
  type TicketRow,
  ticketRows,
} from './ticket-rows.ts';

const TEXT_RULES = Object.entries(TEXT_STYLES)
  .map(([name, { sizePt, isBold }]) => {
    return `.${name} { font-size: ${sizePt}pt; font-weight: ${isBold ? 700 : 400}; }`;
  })
  .join('\n');

/** A browser cannot make a page as long as its content: longer tickets go on, without a margin. */
const STYLE = `
@page { size: 80mm 297mm; margin: 3mm 0; }
* { box-sizing: border-box; margin: 0; }
body {
  background: #e7e7e7; color: #000;
  font-family: Arial, "Liberation Sans", Helvetica, sans-serif;
  font-variant-numeric: tabular-nums; line-height: 1.25;
}
main { width: 80mm; margin: 6mm auto; padding: 5mm 4mm; background: #fff; }
p, .item { overflow-wrap: anywhere; break-inside: avoid; }
.item { margin-top: 1.2mm; }
.left { text-align: left; }
.center { text-align: center; }
.pair { display: flex; justify-content: space-between; gap: 2mm; }
.pair :last-child { white-space: nowrap; text-align: right; }
hr { border: 0; border-top: 0.3mm dashed #000; margin: 1.8mm 0; }
svg { display: block; width: 34mm; height: 34mm; margin: 0 auto; break-inside: avoid; }
${TEXT_RULES}
@media print {
  body { background: none; }
  main { margin: 0; padding: 0 4mm; }
}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
/** Nothing is loaded and nothing runs, whatever a text holds; the style is known by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * A document as one page of HTML, for a ticket printer of 80 mm: it needs nothing else, and runs
 * nothing.
 */
export async function ticketHtml(document: PrintedDocument): Promise<string> {
  const rows = await Promise.all(ticketRows(document).map(rowHtml));
  return `<!doctype html>
<html lang="es-PE">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(documentTitle(document))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${rows.join('\n')}
</main>
</body>
</html>
`;
}

async function rowHtml(row: TicketRow): Promise<string> {
  switch (row.kind) {
    case 'text':
      return textHtml(`${row.align} ${row.style}`, row.text);
    case 'pair':
      return pairHtml(row.style, row.label, row.amount);
    case 'item': {
      const description = textHtml('left plain', row.description);
      return `<div class="item">${description}${pairHtml('plain', row.label, row.amount)}</div>`;
    }
    case 'rule':
      return '<hr>';
    case 'qr': {
      const svg = await qrText(row.payload, { type: 'svg', errorCorrectionLevel: 'Q' });
      return svg.trim().replace('<svg ', '<svg role="img" aria-label="Código QR" ');
    }
  }
}

function textHtml(classes: string, text: string): string {
  return `<p class="${classes}">${escaped(text)}</p>`;
}

function pairHtml(style: TextStyle, label: string, amount: string): string {
  const parts = [label, amount].map((part) => `<span>${escaped(part)}</span>`);
  return `<p class="pair ${style}">${parts.join(' ')}</p>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
