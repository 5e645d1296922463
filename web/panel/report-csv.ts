const BYTE_ORDER_MARK = '\uFEFF';

/** Joins the pages of a report: each begins with the same head, which the file has once. */
export function joinPages(pages: readonly string[]): string {
  const parts = pages.map((page, at) => {
    const text = page.replace(BYTE_ORDER_MARK, '');
    const body = at === 0 ? text : text.slice(text.indexOf('\n') + 1);
    return body === '' || body.endsWith('\n') ? body : `${body}\r\n`;
  });
  return BYTE_ORDER_MARK + parts.join('');
}
