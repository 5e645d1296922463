import { useState } from 'react';
import { useList } from '../gateway/queries.ts';
import { CLIENTES_LISTA } from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { Icon } from '../parts/icon.tsx';
import { List } from '../parts/list.tsx';
import { RowLink } from '../parts/row-link.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { type Customer, documentText } from './customer.ts';
import { CustomerDialog } from './customer-dialog.tsx';
import { CustomerPanel } from './customer-panel.tsx';
import './clientes.css';

/** Customers of a page. */
const PAGE_CUSTOMERS = 50;

/** A dialog over the customers: a new one, or one who is changed. */
type Editing = { customer: Customer | null };

/** The customers: who they are, and what they have bought. */
export default function ClientesPage() {
  const [address, setAddress] = useAddressState();
  const [editing, setEditing] = useState<Editing | null>(null);
  const search = address.get('q') ?? '';
  const chosenId = address.get('cliente');
  const list = useList(
    CLIENTES_LISTA,
    { search: search || undefined, first: PAGE_CUSTOMERS },
    ({ clientes }) => clientes,
  );
  const add = () => setEditing({ customer: null });
  return (
    <>
      <Top title="Clientes">
        <button type="button" className="btn btn--primary" aria-label="Nuevo cliente" onClick={add}>
          <Icon name="plus" />
          <span className="wide">Nuevo cliente</span>
        </button>
      </Top>
      <main className="page page--fill">
        <div className="bar">
          <SearchField
            label="Buscar clientes"
            placeholder="Nombre, documento o correo"
            value={search}
            onSearch={(q) => setAddress({ q })}
          />
        </div>
        <div className="split">
          <List
            list={list}
            caption="Clientes, por nombre"
            head={<CustomersHead />}
            row={(customer) => (
              <CustomerRow
                key={customer.id}
                customer={customer}
                isChosen={customer.id === chosenId}
              />
            )}
            empty={<NoCustomers search={search} onAdd={add} />}
            errorTitle="No se pudieron leer los clientes"
            nouns={['cliente', 'clientes']}
          />
          {chosenId !== null && (
            <CustomerPanel
              key={chosenId}
              id={chosenId}
              onEdit={(customer) => setEditing({ customer })}
              onClose={() => setAddress({ cliente: null })}
            />
          )}
        </div>
      </main>
      {editing !== null && (
        <CustomerDialog
          {...editing}
          onSaved={({ id }) => setAddress({ cliente: id })}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function CustomersHead() {
  return (
    <>
      <th scope="col">Cliente</th>
      <th scope="col" className="wide">
        Documento
      </th>
      <th scope="col" className="wide">
        Teléfono
      </th>
      <th scope="col" className="wider">
        Correo
      </th>
    </>
  );
}

function CustomerRow({ customer, isChosen }: { customer: Customer; isChosen: boolean }) {
  return (
    <tr data-link aria-selected={isChosen}>
      <td className="customer-name">
        <RowLink to={{ cliente: customer.id }}>{customer.name}</RowLink>
        <span className="sub only-phone">{documentText(customer)}</span>
      </td>
      <td className="wide fit">{documentText(customer)}</td>
      <td className="wide fit">{customer.phone ?? <span className="muted">—</span>}</td>
      <td className="wider fit">
        <span className="clip customer-email">{customer.email ?? ''}</span>
      </td>
    </tr>
  );
}

function NoCustomers({ search, onAdd }: { search: string; onAdd: () => void }) {
  return (
    <EmptyState
      icon="clientes"
      title={search === '' ? 'Todavía no hay clientes' : 'Ningún cliente coincide'}
      actions={
        <button type="button" className="btn" onClick={onAdd}>
          Nuevo cliente
        </button>
      }
    >
      {search === ''
        ? 'Créelos aquí o al cobrar en la Caja.'
        : 'Busque por nombre, documento o correo.'}
    </EmptyState>
  );
}
