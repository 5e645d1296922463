import { useEffect, useState } from 'react';
import { CAJA_CLIENTES } from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { Banner, failureText, Skeleton } from '../parts/states.tsx';
import type { CartCustomer } from './cart.ts';
import { documentWords } from './document-words.ts';
import { docTypeOf, documentProblem, readDocumentNumber } from './identity-document.ts';
import { NewCustomer } from './new-customer.tsx';
import { useTill, useTillState } from './use-till.ts';

/** A pause in typing after which the server is asked, in ms. */
const PAUSE_MS = 250;
const MIN_CHARACTERS = 2;

interface CustomerDialogProps {
  /** The reason why a customer is needed; null when somebody just asked for the dialog. */
  reason: string | null;
  onChosen: (customer: CartCustomer | null) => void;
  onClose: () => void;
}

type Shown = { kind: 'SEARCH' } | { kind: 'NEW'; text: string };

/** Finds the buyer, or makes a new one without leaving the sale. */
export function CustomerDialog({ reason, onChosen, onClose }: CustomerDialogProps) {
  const till = useTill();
  const [shown, setShown] = useState<Shown>({ kind: 'SEARCH' });
  const choose = (customer: CartCustomer | null) => {
    till.change((cart) => ({ ...cart, customer }));
    onChosen(customer);
  };
  return shown.kind === 'NEW' ? (
    <NewCustomer
      text={shown.text}
      onBack={() => setShown({ kind: 'SEARCH' })}
      onCreated={choose}
      onClose={onClose}
    />
  ) : (
    <FindCustomer
      reason={reason}
      onNew={(text) => setShown({ kind: 'NEW', text })}
      onChoose={choose}
      onClose={onClose}
    />
  );
}

type Found =
  | { kind: 'NOTHING_ASKED' }
  | { kind: 'ASKING' }
  | { kind: 'FOUND'; text: string; customers: readonly CartCustomer[] }
  | { kind: 'FAILED'; message: string };

/** Asks the server for customers when the typing pauses. */
function useCustomers(text: string): Found {
  const till = useTill();
  const [found, setFound] = useState<Found>({ kind: 'NOTHING_ASKED' });
  useEffect(() => {
    const search = text.trim();
    if (search.length < MIN_CHARACTERS) return setFound({ kind: 'NOTHING_ASKED' });
    let isLatest = true;
    const timer = setTimeout(async () => {
      setFound((before) => (before.kind === 'FOUND' ? before : { kind: 'ASKING' }));
      // A number is looked for as it is kept: without the blanks and hyphens of people.
      const number = readDocumentNumber(search);
      const isNumber = /^\d+$/.test(number);
      const result = await till.gateway.ask(CAJA_CLIENTES, { search: isNumber ? number : search });
      if (!isLatest) return;
      if (result.kind !== 'ANSWERED') {
        return setFound({ kind: 'FAILED', message: failureText(result) });
      }
      setFound({ kind: 'FOUND', text: search, customers: result.data.clientes?.nodes ?? [] });
    }, PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [till, text]);
  return found;
}

function FindCustomer({
  reason,
  onNew,
  onChoose,
  onClose,
}: Omit<CustomerDialogProps, 'onChosen'> & {
  onNew: (text: string) => void;
  onChoose: (customer: CartCustomer | null) => void;
}) {
  const { cart, connection } = useTillState();
  const [text, setText] = useState('');
  const found = useCustomers(text);
  const [chosen, setChosen] = useState(0);
  const customers = found.kind === 'FOUND' ? found.customers : [];
  const number = readDocumentNumber(text);
  const type = docTypeOf(number);
  const problem = type === null ? null : documentProblem(type, number);
  const submit = () => {
    const customer = customers[chosen];
    if (customer) onChoose(customer);
    else if (found.kind === 'FOUND' && problem === null) onNew(text);
  };
  return (
    <Dialog
      title="Cliente"
      subtitle={reason ?? 'Por DNI, RUC o nombre'}
      className="dialog--caja"
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          {cart.customer !== null && (
            <button type="button" className="btn btn--quiet" onClick={() => onChoose(null)}>
              Sin cliente
            </button>
          )}
          <span className="grow wide" />
          <button type="button" className="btn" onClick={() => onNew(text)}>
            Nuevo cliente…
          </button>
        </>
      }
    >
      <div className="stack">
        {!connection.isOnline && (
          <Banner title="Sin conexión">Los clientes se buscan al volver la red.</Banner>
        )}
        <TextField
          label="DNI, RUC o nombre"
          value={text}
          error={problem}
          maxLength={100}
          onValue={(value) => {
            setText(value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (by === undefined) return;
            event.preventDefault();
            setChosen(Math.min(Math.max(chosen + by, 0), customers.length - 1));
          }}
        />
        {found.kind === 'ASKING' && <Skeleton lines={3} />}
        {found.kind === 'FAILED' && (
          <Banner tone="danger" title="No se pudo buscar">
            {found.message}
          </Banner>
        )}
        {found.kind === 'FOUND' && customers.length === 0 && problem === null && (
          <p className="soft" role="status">
            No hay un cliente así. <kbd className="kbd">Enter</kbd> para crearlo.
          </p>
        )}
        <ul className="choices">
          {customers.map((customer, at) => (
            <li key={customer.id}>
              <button
                type="button"
                className="choice"
                aria-current={at === chosen ? 'true' : undefined}
                onClick={() => onChoose(customer)}
              >
                <span className="strong clip">{customer.name}</span>
                <span className="muted num">{documentWords(customer)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
