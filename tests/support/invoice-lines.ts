// Lines of invoices to replay.
import type { InvoiceLine } from '../../scripts/replay/invoice-file.ts';

/** A line of invoice 1 that sells one unit of A for 1.00, unless told otherwise. */
export function invoiceLine(given: Partial<InvoiceLine>): InvoiceLine {
  return {
    invoiceNo: '1',
    sku: 'A',
    description: '',
    quantity: 1,
    unitPriceCentimos: 100,
    isPriceExact: true,
    customerNo: null,
    ...given,
  };
}
