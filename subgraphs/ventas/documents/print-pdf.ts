import { setImmediate as turn } from 'node:timers/promises';
import type { PrintedDocument } from './printed-document.ts';

/** The end of the one before: this process prints one at a time, beside the sales that it makes. */
let before: Promise<void> = Promise.resolve();

/** Prints a document as a PDF, in base64, after those that were asked for before. */
export function printPdf(document: PrintedDocument): Promise<string> {
  const printed = before.then(() => print(document));
  // The asker is told when it fails; the next one is printed all the same.
  before = Promise.allSettled([printed]).then(() => undefined);
  return printed;
}

async function print(document: PrintedDocument): Promise<string> {
  // Requests that came meanwhile go first.
  await turn();
  // Loaded when somebody prints: it takes 20 MB that a till that sells does not need.
  const { ticketPdf } = await import('./ticket-pdf.ts');
  return (await ticketPdf(document)).toString('base64');
}
