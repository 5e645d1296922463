import { useRef, useState } from 'react';
import { call } from '../gateway/call.ts';
import { useReading } from '../gateway/queries.ts';
import { COMPROBANTE_IMPRESO_VENTAS, COMPROBANTE_PDF_VENTAS } from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { download } from '../parts/download.ts';
import { Icon } from '../parts/icon.tsx';
import { Banner, ErrorState, failureText, Skeleton } from '../parts/states.tsx';
import { DocumentFrame, type PrintFrame } from './document-frame.tsx';
import type { DocumentKey } from './sale-dialogs.tsx';

/** Every document here was printed before. */
const MARK = 'COPIA';

/** Shows a document that was issued, to be printed again or kept as a PDF. */
export function DocumentDialog({
  document: { series, number, code },
  onClose,
}: {
  document: DocumentKey;
  onClose: () => void;
}) {
  const { data, failure, reload } = useReading(COMPROBANTE_IMPRESO_VENTAS, { series, number });
  const print = useRef<PrintFrame>(undefined);
  const [isPrintable, setPrintable] = useState(false);
  const pdf = usePdf({ series, number, code });
  const html = data?.comprobante?.html;
  return (
    <Dialog
      title={code}
      subtitle="Copia para el cliente"
      onClose={onClose}
      onSubmit={() => print.current?.()}
      foot={
        <>
          <button type="button" className="btn" aria-busy={pdf.isBusy} onClick={pdf.save}>
            <Icon name="download" />
            PDF
          </button>
          <button type="submit" className="btn btn--primary" disabled={!isPrintable}>
            <Icon name="print" />
            Imprimir
          </button>
        </>
      }
    >
      {pdf.error !== null && <Banner tone="danger" title={pdf.error} />}
      {failure !== null && html === undefined && (
        <ErrorState title="No se pudo leer el comprobante" failure={failure} onRetry={reload} />
      )}
      {failure === null && data === undefined && <Skeleton lines={10} />}
      {html !== undefined && (
        <DocumentFrame
          html={html}
          title={code}
          mark={MARK}
          onReady={(printFrame) => {
            print.current = printFrame;
            setPrintable(true);
          }}
        />
      )}
    </Dialog>
  );
}

function usePdf({ series, number, code }: DocumentKey) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    setBusy(true);
    setError(null);
    const result = await call(COMPROBANTE_PDF_VENTAS, { series, number });
    setBusy(false);
    const content = result.kind === 'ANSWERED' ? result.data.comprobante?.pdf : undefined;
    if (content !== undefined) download(`${code}.pdf`, pdfOf(content));
    else setError(result.kind === 'ANSWERED' ? 'El PDF no está.' : failureText(result));
  };
  return { isBusy, error, save: () => void save() };
}

function pdfOf(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  return new Blob([bytes], { type: 'application/pdf' });
}
