import { useState } from 'react';
import { useReading } from '../gateway/queries.ts';
import { CLIENTES_LISTA } from '../generated/operations.ts';
import { Icon } from '../parts/icon.tsx';
import { type Choosable, PickField } from '../parts/pick-field.tsx';
import { documentText } from './customer.ts';
import { CustomerDialog } from './customer-dialog.tsx';

/** Customers that a search offers. */
const OFFERED = 8;

function useCustomers(search: string): readonly Choosable[] {
  const { data } = useReading(CLIENTES_LISTA, { search, first: OFFERED }, { isOn: search !== '' });
  if (search === '') return [];
  const nodes = data?.clientes?.nodes ?? [];
  return nodes.map((customer) => ({
    id: customer.id,
    name: customer.name,
    detail: documentText(customer),
  }));
}

/** Chooses a customer by a search, or makes a new one in place. */
export function CustomerPicker({
  label,
  help,
  error,
  chosen,
  onChoose,
}: {
  label: string;
  help: string;
  error: string | null;
  chosen: Choosable | null;
  onChoose: (customer: Choosable | null) => void;
}) {
  const [isNew, setNew] = useState(false);
  return (
    <div className="stack stack--tight">
      <PickField
        label={label}
        help={help}
        error={error}
        chosen={chosen}
        onChoose={onChoose}
        useFound={useCustomers}
        placeholder="Nombre, DNI o RUC"
      />
      {chosen === null && (
        <button type="button" className="btn btn--small" onClick={() => setNew(true)}>
          <Icon name="plus" />
          Nuevo cliente…
        </button>
      )}
      {isNew && <CustomerDialog customer={null} onSaved={onChoose} onClose={() => setNew(false)} />}
    </div>
  );
}
