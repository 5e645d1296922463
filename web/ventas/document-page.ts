/** The parts of a document's page: what it shows, and its style sheet. */
interface DocumentPage {
  content: readonly Node[];
  style: string;
}

/** Reads HTML into nodes that run nothing; not every browser has it yet. */
type ParseHtml = (html: string, options: { sanitizer: { removeElements: string[] } }) => Document;

const STYLE = /<style>([^<]*)<\/style>/;

/**
 * Takes the page of a document apart. Only the browser's own reader of foreign HTML is used, which
 * leaves out whatever could run; null where the browser has none.
 */
export function readPage(html: string): DocumentPage | null {
  const { parseHTML } = Document as typeof Document & { parseHTML?: ParseHtml };
  if (parseHTML === undefined) return null;
  // Naming what goes, not what stays, keeps classes and the drawing of the QR code.
  const page = parseHTML.call(Document, html, { sanitizer: { removeElements: ['style'] } });
  const content = [...page.body.childNodes];
  return { content, style: STYLE.exec(html)?.[1] ?? '' };
}
