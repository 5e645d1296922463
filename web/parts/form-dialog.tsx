import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { Banner } from './states.tsx';

interface FormDialogProps {
  title: string;
  subtitle?: ReactNode;
  children: ReactNode;
  /** The button carries the result: "Registrar devolución". */
  action: string;
  isBusy: boolean;
  isDanger?: boolean;
  /** A complaint that belongs to no field. */
  error: string | null;
  /** The last try may have been done; its repeat has the same key. */
  isUnknown?: boolean;
  className?: string;
  onSubmit: () => void;
  onClose: () => void;
}

/** A dialog with a form and its two buttons; it says what became of the last try. */
export function FormDialog(props: FormDialogProps) {
  const { title, subtitle, children, action, isBusy, isDanger = false, className } = props;
  const { error, isUnknown = false, onSubmit, onClose } = props;
  return (
    <Dialog
      title={title}
      subtitle={subtitle}
      className={className ?? ''}
      onClose={onClose}
      onSubmit={() => !isBusy && onSubmit()}
      foot={
        <>
          <button type="button" className="btn btn--quiet" onClick={onClose}>
            Volver
          </button>
          <button
            type="submit"
            className={isDanger ? 'btn btn--danger-solid' : 'btn btn--primary'}
            aria-busy={isBusy}
          >
            {isUnknown ? 'Reintentar' : action}
          </button>
        </>
      }
    >
      {/* While nobody knows the outcome, another content would be another act. */}
      <fieldset className="form" disabled={isUnknown}>
        {isUnknown && (
          <Banner tone="warn" title="No se sabe si quedó registrado">
            {error} Reintente: no se hará dos veces.
          </Banner>
        )}
        {!isUnknown && error !== null && <Banner tone="danger" title={error} />}
        {children}
      </fieldset>
    </Dialog>
  );
}
