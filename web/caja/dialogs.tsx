import { useCallback } from 'react';
import { ApprovalDialog } from './approval-dialog.tsx';
import { CameraDialog } from './camera-dialog.tsx';
import { CounterDialog } from './counter-dialog.tsx';
import { CustomerDialog } from './customer-dialog.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import { DiscountDialog } from './discount-dialog.tsx';
import { documentProblemOf } from './document-rules.ts';
import { DrawerDialog } from './drawer-dialog.tsx';
import { HeldDialog } from './held-dialog.tsx';
import { MoreDialog } from './more-dialog.tsx';
import { PayDialog } from './pay-dialog.tsx';
import { PendingDialog } from './pending-dialog.tsx';
import { priceCart } from './price-cart.ts';
import { RefusalDialog } from './refusal-dialog.tsx';
import type { SaleError } from './sale-attempt.ts';
import type { TillAttempt } from './sale-request.ts';
import { counterOf } from './till.ts';
import { attemptOf, chosenTill } from './till-state.ts';
import { useActions } from './use-actions.ts';
import { useTill, useTillState } from './use-till.ts';

/** The dialog that is open. */
export type Shown =
  | { kind: 'PENDING' | 'COUNTER' | 'APPROVAL' | 'DISCOUNT' | 'HELD' | 'PAY' | 'MORE' }
  /** Opened from the payment, it leads back there. */
  | { kind: 'DRAWER'; isPaying: boolean }
  | { kind: 'CUSTOMER'; reason: string | null }
  | { kind: 'REFUSAL'; errors: readonly SaleError[] }
  | { kind: 'DISCARD'; key: string }
  | { kind: 'CAMERA'; onCode: (code: string) => string };

interface DialogsProps {
  shown: Shown | null;
  onShow: (shown: Shown | null) => void;
}

/** The one dialog that is open; a sale that was refused comes before all others. */
export default function Dialogs({ shown, onShow }: DialogsProps) {
  const till = useTill();
  const state = useTillState();
  const refused = attemptOf(state, state.refusedKey);
  const close = useCallback(() => onShow(null), [onShow]);
  if (refused) return <Refused attempt={refused} onShow={onShow} />;
  if (shown === null) return null;
  switch (shown.kind) {
    case 'PENDING':
      return (
        <PendingDialog
          onDiscard={({ key }) => onShow({ kind: 'DISCARD', key })}
          onPrint={({ key }) => {
            close();
            till.show({ key, isCopy: false });
          }}
          onClose={close}
        />
      );
    case 'COUNTER':
      return <CounterDialog onClose={close} />;
    case 'DISCOUNT':
      return <DiscountDialog onClose={close} />;
    case 'HELD':
      return <HeldDialog onClose={close} />;
    case 'MORE':
      return <More onShow={onShow} onClose={close} />;
    case 'CUSTOMER':
      return (
        <CustomerDialog
          reason={shown.reason}
          onChosen={(customer) => {
            const { document } = state.cart;
            const { totalCentimos } = priceCart(state.cart);
            const isPaying =
              shown.reason !== null &&
              documentProblemOf(document, customer, totalCentimos) === null;
            onShow(isPaying ? { kind: 'PAY' } : null);
          }}
          onClose={close}
        />
      );
    case 'CAMERA':
      return <CameraDialog onCode={shown.onCode} onClose={close} />;
    case 'REFUSAL':
      return (
        <RefusalDialog
          errors={shown.errors}
          trace={null}
          onCharge={() => onShow({ kind: 'PAY' })}
          onApproval={() => onShow({ kind: 'APPROVAL' })}
          onClose={close}
        />
      );
    case 'DISCARD':
      return <Discard attempt={attemptOf(state, shown.key)} onClose={close} />;
    case 'DRAWER':
      return (
        <AtCounter
          kind="DRAWER"
          onShow={onShow}
          onClose={() => onShow(shown.isPaying ? { kind: 'PAY' } : null)}
        />
      );
    case 'PAY':
    case 'APPROVAL':
      return <AtCounter kind={shown.kind} onShow={onShow} onClose={close} />;
  }
}

function Refused({
  attempt,
  onShow,
}: {
  attempt: TillAttempt;
  onShow: (shown: Shown | null) => void;
}) {
  const till = useTill();
  const leave = (next: Shown | null) => {
    till.closeOutcome();
    onShow(next);
  };
  return (
    <RefusalDialog
      {...reasonsOf(attempt)}
      onCharge={() => leave({ kind: 'PAY' })}
      onApproval={() => leave({ kind: 'APPROVAL' })}
      onClose={() => leave(null)}
    />
  );
}

function More({ onShow, onClose }: { onShow: (shown: Shown) => void; onClose: () => void }) {
  return <MoreDialog actions={useActions(onShow)} onClose={onClose} />;
}

function Discard({ attempt, onClose }: { attempt: TillAttempt | null; onClose: () => void }) {
  return attempt && <DiscardDialog attempt={attempt} onClose={onClose} />;
}

/** Dialogs that need to know who sells and where. */
function AtCounter({
  kind,
  onShow,
  onClose,
}: {
  kind: 'PAY' | 'DRAWER' | 'APPROVAL';
  onShow: (shown: Shown) => void;
  onClose: () => void;
}) {
  const till = useTill();
  const state = useTillState();
  const { cart } = state;
  const counter = counterOf(state);
  const chosen = chosenTill(state);
  if (counter === null || chosen === null) return <CounterDialog onClose={onClose} />;
  const priced = priceCart(cart);
  switch (kind) {
    case 'DRAWER':
      return <DrawerDialog chosen={chosen} onClose={onClose} />;
    case 'APPROVAL':
      return <ApprovalDialog sellerId={counter.sellerId} priced={priced} onClose={onClose} />;
    case 'PAY':
      return (
        <PayDialog
          cart={cart}
          totalCentimos={priced.totalCentimos}
          isDrawerOpen={chosen.openSession !== null}
          onOpenDrawer={() => onShow({ kind: 'DRAWER', isPaying: true })}
          onPay={(tenders, { dueCentimos, changeCentimos }) => {
            onClose();
            void till.charge({ ...counter, tenders, dueCentimos, changeCentimos }, 'SEND');
          }}
          onClose={onClose}
        />
      );
  }
}

/** The reasons of a refusal, those of the whole request too. */
function reasonsOf({ answer }: TillAttempt): { errors: SaleError[]; trace: string | null } {
  if (answer?.kind === 'REJECTED') return { errors: answer.errors, trace: null };
  if (answer?.kind !== 'FAILED') return { errors: [], trace: null };
  const { code, requestId } = answer;
  const nothing = { requested: null, available: null, expected: null, current: null, due: null };
  const message = 'El servidor rechazó el pedido. Si se repite, llame al administrador.';
  const error: SaleError = { code, message, path: [], productId: null, ...nothing };
  return { errors: [error], trace: [code, requestId].filter(Boolean).join(' · ') };
}
