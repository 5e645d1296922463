import { setImmediate as turn } from 'node:timers/promises';
import type { PrintedDocument } from './printed-document.ts';

/** The end of the one before: this process prints one at a time, beside the sales that it makes. */
let before: Promise<unknown> = Promise.resolve();

/** Prints a document as a PDF, in base64, after those that were asked for before. */
export function printPdf(document: PrintedDocument): Promise<string> {
  const printed = before.then(async () => {
    // Requests that came meanwhile go first.
    await turn();
    // Loaded when somebody prints: it takes 20 MB that a till that sells does not need.
    const { ticketPdf } = await import('./ticket-pdf.ts');
    return (await ticketPdf(document)).toString('base64');
  });
  before = printed.catch(() => undefined);
  return printed;
}
