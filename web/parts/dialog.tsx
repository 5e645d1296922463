import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useSession } from '../session/session.ts';
import { Icon } from './icon.tsx';

interface DialogProps {
  title: string;
  /** A line under the title. */
  subtitle?: ReactNode;
  children: ReactNode;
  /** The buttons: the quiet ones first, the primary last. */
  foot?: ReactNode;
  /** Esc and the cross; while it is left out the dialog cannot be closed that way. */
  onClose?: () => void;
  /** A form's submission, by Enter or by its primary button. */
  onSubmit?: () => void;
  className?: string;
  /** It is the lock itself: every other dialog waits behind it. */
  isLock?: boolean;
}

/** The part of a dialog that gets the focus: the one that asks for it, a field, the main button. */
const FIRST = [
  '[data-first]',
  '.dialog__body :is(input, select, textarea):enabled',
  '[type=submit]',
];

/** A question over the page, which waits behind it. It is shown while it is mounted. */
export function Dialog(props: DialogProps) {
  const { title, subtitle, children, foot, onClose, onSubmit, className, isLock = false } = props;
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const showAgain = useModal(element, isLock);
  const content = (
    <>
      <div className="dialog__head">
        <div>
          <h2 id={titleId}>{title}</h2>
          {subtitle !== undefined && <span className="sub">{subtitle}</span>}
        </div>
        {onClose !== undefined && (
          <button
            type="button"
            className="btn btn--quiet btn--icon"
            aria-label="Cerrar"
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <div className="dialog__body">{children}</div>
      {foot !== undefined && <div className="dialog__foot">{foot}</div>}
    </>
  );
  return (
    <dialog
      ref={element}
      className={`dialog ${className ?? ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClose={() => {
        if (element.current?.open) return;
        onClose?.();
        showAgain();
      }}
    >
      {onSubmit === undefined ? (
        content
      ) : (
        <form
          className="dialog__form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {content}
        </form>
      )}
    </dialog>
  );
}

/**
 * Shows a dialog over everything while it is mounted, but never over the lock.
 * @returns the function to be called when the browser has closed it: a second Esc closes a dialog
 *   whatever its page says, and those that are still mounted, as the lock, must come back
 */
function useModal(element: RefObject<HTMLDialogElement | null>, isLock: boolean): () => void {
  const waits = useSession().kind === 'LOCKED' && !isLock;
  const [closings, setClosings] = useState(0);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, [element]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each closing shows it again.
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null || dialog.open || waits) return;
    dialog.showModal();
    // The browser would choose the cross at the head.
    const [first] = FIRST.flatMap((one) => dialog.querySelector<HTMLElement>(one) ?? []);
    first?.focus();
  }, [element, waits, closings]);
  return () => setClosings((before) => before + 1);
}

interface ConfirmProps {
  title: string;
  children: ReactNode;
  /** The button carries the result: "Anular venta". */
  action: string;
  isDanger?: boolean;
  isBusy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmProps) {
  const { title, children, action, isDanger = false, isBusy = false, onConfirm, onClose } = props;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={onConfirm}
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
            {action}
          </button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
