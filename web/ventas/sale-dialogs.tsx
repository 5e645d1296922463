import { CorrectDialog } from './correct-dialog.tsx';
import { DocumentDialog } from './document-dialog.tsx';
import { IssueDialog } from './issue-dialog.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import type { Refund, Sale } from './sale.ts';
import { VoidDialog } from './void-dialog.tsx';

/** A document by its place in its series. */
export interface DocumentKey {
  series: string;
  number: number;
  code: string;
}

/** An act upon a sale that a dialog asks about. */
export type SaleDialog =
  | { kind: 'RETURN' | 'VOID' | 'ISSUE' | 'CORRECT'; sale: Sale }
  | { kind: 'REFUND'; sale: Sale; refund: Refund }
  | ({ kind: 'DOCUMENT' } & DocumentKey);

/** The dialog that is open over the sales. */
export function SaleDialogs({ dialog, onClose }: { dialog: SaleDialog; onClose: () => void }) {
  switch (dialog.kind) {
    case 'RETURN':
      return <ReturnDialog sale={dialog.sale} onClose={onClose} />;
    case 'VOID':
      return <VoidDialog sale={dialog.sale} onClose={onClose} />;
    case 'ISSUE':
      return <IssueDialog sale={dialog.sale} onClose={onClose} />;
    case 'CORRECT':
      return <CorrectDialog sale={dialog.sale} onClose={onClose} />;
    case 'REFUND':
      return <RefundDialog sale={dialog.sale} refund={dialog.refund} onClose={onClose} />;
    case 'DOCUMENT':
      return <DocumentDialog document={dialog} onClose={onClose} />;
  }
}
