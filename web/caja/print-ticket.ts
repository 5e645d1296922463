/**
 * Prints a ticket by itself, from a frame of its own: the page around it stays as it is. The paper
 * is as long as the ticket, which is measured, since Chromium ignores `size: 80mm auto`.
 */

const PX_PER_MM = 96 / 25.4;
const MARGIN_MM = 4;

/** @param ticket the ticket as it is on the screen */
export function printTicket(ticket: HTMLElement): void {
  const frame = document.createElement('iframe');
  frame.className = 'print-frame';
  frame.title = 'Ticket para imprimir';
  document.body.append(frame);
  const { contentDocument: page, contentWindow: view } = frame;
  if (page === null || view === null) throw new Error('A frame of this page has no document');
  page.body.append(page.importNode(ticket, true));
  // The rules of this page as a constructed sheet: the page's policy allows no other one.
  const Sheet = (view as Window & typeof globalThis).CSSStyleSheet;
  const sheet = new Sheet();
  sheet.replaceSync(`${rulesOfPage()}\n${PAPER}`);
  page.adoptedStyleSheets = [sheet];
  const heightPx = page.body.firstElementChild?.getBoundingClientRect().height ?? 0;
  const heightMm = Math.ceil(heightPx / PX_PER_MM) + MARGIN_MM;
  const size = new Sheet();
  size.replaceSync(`@page { size: 80mm ${heightMm}mm; margin: 0 }`);
  page.adoptedStyleSheets = [sheet, size];
  view.addEventListener('afterprint', () => frame.remove());
  view.focus();
  view.print();
}

const PAPER = `
  html, body { background: white; min-height: 0; width: 80mm; }
  .ticket { box-shadow: none; border-radius: 0; }
`;

function rulesOfPage(): string {
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText))
    .join('\n');
}
