import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { printedDocument } from '../../../tests/support/printed-documents.ts';
import type { PrintedDocument } from './printed-document.ts';
import { ticketHtml } from './ticket-html.ts';
import { ticketRows } from './ticket-rows.ts';

const HOSTILE = `</p><script>alert("x")</script> & <img src='x' onerror='alert(1)'>`;

/** A document of which every text that people write is hostile. */
function hostileDocument(): PrintedDocument {
  const { shop, lines } = printedDocument();
  return printedDocument({
    type: 'NOTA_CREDITO',
    series: HOSTILE,
    shop: {
      ...shop,
      legalName: HOSTILE,
      tradeName: HOSTILE,
      address: HOSTILE,
      phone: HOSTILE,
      ticketNote: HOSTILE,
    },
    customer: { name: HOSTILE, docType: 'PASSPORT', docNumber: HOSTILE },
    saleNumber: HOSTILE,
    sellerName: HOSTILE,
    tillName: HOSTILE,
    lines: lines.map((line) => ({ ...line, description: HOSTILE })),
    affects: HOSTILE,
    reason: HOSTILE,
  });
}

/** The texts of a page as a browser shows them. */
function shownText(html: string): string {
  return html
    .replace(/[\s\S]*<main>/, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

test('a page shows every row, once and in order', async () => {
  const document = printedDocument();
  const shown = shownText(await ticketHtml(document)).split('\n');
  const texts = ticketRows(document).flatMap((row) => {
    if (row.kind === 'text') return [row.text];
    if (row.kind === 'pair') return [row.label, row.amount];
    return row.kind === 'item' ? [row.description, row.label, row.amount] : [];
  });
  expect(shown.filter((line) => line.trim() !== '')).toEqual(texts);
});

test('a page is in Spanish of Peru, 80 mm wide, named after its document', async () => {
  const html = await ticketHtml(printedDocument());
  expect(html).toMatch(/^<!doctype html>\n<html lang="es-PE">/);
  expect(html).toContain('<title>Boleta de venta B001-00000012</title>');
  expect(html).toContain('@page { size: 80mm');
  expect(html).toMatch(/<svg role="img" aria-label="Código QR" [^>]*viewBox/);
});

test('a text that looks like HTML is shown and not obeyed', async () => {
  const html = await ticketHtml(hostileDocument());
  expect(html).not.toMatch(/<script|<img|onerror='/);
  expect(shownText(html)).toContain(HOSTILE);
  const tags = new Set([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag));
  expect([...tags].sort()).toEqual([
    'body',
    'div',
    'head',
    'hr',
    'html',
    'main',
    'meta',
    'p',
    'path',
    'span',
    'style',
    'svg',
    'title',
  ]);
});

test('a page loads nothing, and its policy allows its own style only', async () => {
  const html = await ticketHtml(hostileDocument());
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  expect(style).not.toMatch(/url\(|@import/);
  expect(html.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  expect(html).not.toMatch(/ style="| src="| href="/);
});
