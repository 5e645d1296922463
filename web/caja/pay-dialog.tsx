import { type RefObject, useEffect, useRef, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Banner } from '../parts/states.tsx';
import { amount } from '../words/format.ts';
import { DOCUMENT_TYPES, labelOf } from '../words/labels.ts';
import { decimal, readAmount } from '../words/money.ts';
import type { Cart } from './cart.ts';
import { documentWords } from './document-words.ts';
import { Keypad } from './keypad.tsx';
import { Account, Means, Notes, Tenders } from './pay-parts.tsx';
import {
  COIN_CENTIMOS,
  type Settlement,
  settle,
  type Tender,
  type TenderMethod,
  type TenderProblem,
} from './tender.ts';

const PROBLEMS: Readonly<Record<TenderProblem, string | null>> = {
  NO_AMOUNT: 'Escriba un monto.',
  NO_SUCH_COINS: 'El efectivo es múltiplo de 0.10.',
  ODD_REST: 'Lo que resta no se puede pagar en efectivo: no hay monedas menores de 0.10.',
  TOO_MUCH: 'Es más de lo que resta; solo el efectivo da vuelto.',
  // The field of the number says these two.
  NEEDS_REFERENCE: null,
  BAD_REFERENCE: null,
  TOO_MANY_TENDERS: 'Son 10 pagos como máximo.',
};

interface PayDialogProps {
  cart: Cart;
  totalCentimos: number;
  /** Cash goes into an open drawer only. */
  isDrawerOpen: boolean;
  onOpenDrawer: () => void;
  onPay: (tenders: readonly Tender[], settlement: Settlement) => void;
  onClose: () => void;
}

/** A payment as it is being entered. */
interface Payment {
  tenders: readonly Tender[];
  method: TenderMethod;
  typed: string;
  reference: string;
  account: Settlement;
  /** The text of the field is no amount. */
  isUnreadable: boolean;
  /** Somebody has tried to confirm: what is missing is a mistake from now on. */
  hasTried: boolean;
  isFree: boolean;
  change: (change: Partial<Entered>) => void;
  begin: (method: TenderMethod) => void;
}

interface Entered {
  tenders: readonly Tender[];
  method: TenderMethod;
  typed: string;
  reference: string;
  hasTried: boolean;
}

const FIRST: Entered = {
  tenders: [],
  method: 'CASH',
  typed: '',
  reference: '',
  hasTried: false,
};

function usePayment(totalCentimos: number): Payment {
  const [entered, setEntered] = useState(FIRST);
  const { tenders, method, typed, reference } = entered;
  const given = typed.trim() === '' ? null : readAmount(typed);
  const isUnreadable = typed.trim() !== '' && given === null;
  return {
    ...entered,
    account: settle(totalCentimos, tenders, { method, centimos: given, reference }),
    isUnreadable,
    isFree: totalCentimos === 0,
    change: (change) => setEntered((before) => ({ ...before, ...change })),
    begin: (next) => setEntered(({ tenders: paid }) => ({ ...FIRST, tenders: paid, method: next })),
  };
}

/** Takes the payment: one means, or several one after the other. Enter pays exactly. */
export function PayDialog(props: PayDialogProps) {
  const { cart, totalCentimos, isDrawerOpen, onOpenDrawer, onPay, onClose } = props;
  const payment = usePayment(totalCentimos);
  const { tenders, method, account, isFree, change } = payment;
  const firstField = useRef<HTMLInputElement>(null);
  const isShut = method === 'CASH' && !isDrawerOpen && !isFree;
  const isPartial = account.tender !== null && account.missingCentimos > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each means has its first field.
  useEffect(() => {
    firstField.current?.focus();
  }, [method, tenders]);
  const submit = () => {
    change({ hasTried: true });
    if (isFree) return onPay([], account);
    if (isShut || payment.isUnreadable || account.tender === null) return;
    const paid = [...tenders, account.tender];
    if (!isPartial) return onPay(paid, account);
    const isCashNext = method !== 'CASH' && account.missingCentimos % COIN_CENTIMOS === 0;
    change({ ...FIRST, tenders: paid, method: isCashNext ? 'CASH' : 'CARD' });
  };
  return (
    <Dialog
      title="Cobrar"
      subtitle={subtitleOf(cart)}
      className="dialog--pay"
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <button type="button" className="btn btn--quiet wide" onClick={onClose}>
            Volver <kbd className="kbd">Esc</kbd>
          </button>
          <span className="grow wide" />
          <button type="submit" className="btn btn--primary btn--confirm" disabled={isShut}>
            {isPartial ? 'Agregar otro medio' : 'Confirmar venta'} <kbd className="kbd">Enter</kbd>
          </button>
        </>
      }
    >
      <div className="paygrid">
        <div>
          <Account totalCentimos={totalCentimos} tenders={tenders} account={account} />
          <Tenders
            tenders={tenders}
            onRemove={(at) => change({ tenders: tenders.filter((_, index) => index !== at) })}
          />
        </div>
        <div>
          <Means
            chosen={method}
            onChoose={(next) => {
              payment.begin(next);
              // Enter pays, also after the means that was chosen already was pressed.
              firstField.current?.focus();
            }}
          />
          {isShut && <ShutDrawer onOpen={onOpenDrawer} />}
          <PaymentFields payment={payment} firstField={firstField} />
        </div>
        <div className="keys">
          <Keypad value={payment.typed} onValue={(typed) => change({ typed })} />
        </div>
      </div>
    </Dialog>
  );
}

function subtitleOf({ customer, document }: Cart): string {
  const words = document === null ? 'Sin comprobante' : labelOf(DOCUMENT_TYPES, document);
  return customer === null ? words : `${words} · ${customer.name} · ${documentWords(customer)}`;
}

function ShutDrawer({ onOpen }: { onOpen: () => void }) {
  return (
    <Banner
      tone="warn"
      title="La caja está cerrada"
      action={
        <button type="button" className="btn" onClick={onOpen}>
          Abrir caja…
        </button>
      }
    >
      Ábrala para cobrar en efectivo, o use otro medio.
    </Banner>
  );
}

function PaymentFields({
  payment,
  firstField,
}: {
  payment: Payment;
  firstField: RefObject<HTMLInputElement | null>;
}) {
  const { method, typed, reference, account, change } = payment;
  const isCash = method === 'CASH';
  return (
    <>
      <Field label={isCash ? 'Efectivo recibido' : 'Monto'} error={problemWords(payment)}>
        {(control) => (
          <div className="affix">
            <span className="pre strong">S/</span>
            <input
              {...control}
              ref={isCash ? firstField : null}
              className="input input--big input--num"
              inputMode="decimal"
              autoComplete="off"
              maxLength={14}
              placeholder={amount(Math.max(0, account.restCentimos))}
              value={typed}
              onChange={({ target }) => change({ typed: target.value })}
            />
          </div>
        )}
      </Field>
      {isCash ? (
        <Notes
          restCentimos={account.restCentimos}
          chosen={typed === '' ? null : readAmount(typed)}
          onChoose={(centimos) => change({ typed: centimos === null ? '' : decimal(centimos) })}
        />
      ) : (
        <Field label="N.º de operación" error={referenceWords(payment)}>
          {(control) => (
            <input
              {...control}
              ref={firstField}
              className="input code"
              autoComplete="off"
              autoCapitalize="characters"
              maxLength={20}
              value={reference}
              onChange={({ target }) => change({ reference: target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

function problemWords({ account, isUnreadable, hasTried, isFree, typed }: Payment): string | null {
  const { problem } = account;
  if (isUnreadable) return 'No es un monto.';
  if (isFree || problem === null) return null;
  // An empty field is no mistake until somebody confirms it; an odd rest is one from the start.
  const isTold = hasTried || typed !== '' || problem === 'ODD_REST';
  return isTold ? PROBLEMS[problem] : null;
}

function referenceWords({ account, hasTried }: Payment): string | null {
  if (!hasTried) return null;
  if (account.problem === 'NEEDS_REFERENCE') return 'Falta el número de la operación.';
  const isBad = account.problem === 'BAD_REFERENCE';
  return isBad ? 'Lleva de 4 a 20 letras, dígitos o guiones.' : null;
}
