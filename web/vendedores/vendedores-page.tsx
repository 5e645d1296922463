import { useState } from 'react';
import { useList } from '../gateway/queries.ts';
import { VENDEDORES_LISTA, type VendedoresListaData } from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { ChipSelect } from '../parts/chip-select.tsx';
import { Icon } from '../parts/icon.tsx';
import { List } from '../parts/list.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { ApprovalDialog } from './approval-dialog.tsx';
import { ApprovalsCard } from './approvals-card.tsx';
import { NewSellerDialog, SellerDialog } from './seller-dialogs.tsx';
import './vendedores.css';

/** Somebody who sells, or sold. */
export type Seller = NonNullable<VendedoresListaData['vendedores']>['nodes'][number];

/** Sellers of a page. */
const PAGE_SELLERS = 50;

const STATES = [
  { value: 'si', label: 'Venden' },
  { value: 'no', label: 'Ya no venden' },
];

/** The dialog that is open over the sellers. */
type Shown = { kind: 'NEW' } | { kind: 'EDIT' | 'APPROVE'; seller: Seller };

/** The sellers, and the larger discounts that were approved for them. */
export default function VendedoresPage() {
  const [address, setAddress] = useAddressState();
  const [shown, setShown] = useState<Shown | null>(null);
  const search = address.get('q') ?? '';
  const state = address.get('venden') ?? '';
  const list = useList(
    VENDEDORES_LISTA,
    {
      search: search || undefined,
      active: state === '' ? undefined : state === 'si',
      first: PAGE_SELLERS,
    },
    ({ vendedores }) => vendedores,
  );
  const close = () => setShown(null);
  return (
    <>
      <Top title="Vendedores">
        <button
          type="button"
          className="btn btn--primary"
          aria-label="Nuevo vendedor"
          onClick={() => setShown({ kind: 'NEW' })}
        >
          <Icon name="plus" />
          <span className="wide">Nuevo vendedor</span>
        </button>
      </Top>
      <main className="page page--fill">
        <div className="bar">
          <SearchField
            label="Buscar vendedores"
            placeholder="Nombre o código"
            value={search}
            onSearch={(q) => setAddress({ q })}
          />
          <ChipSelect
            label="Estado"
            value={state}
            choices={STATES}
            onValue={(venden) => setAddress({ venden })}
          />
        </div>
        <div className="split sellers">
          <List
            list={list}
            caption="Vendedores, por código"
            head={<SellersHead />}
            row={(seller) => <SellerRow key={seller.id} seller={seller} onShow={setShown} />}
            empty={
              <EmptyState
                icon="person"
                title={search === '' ? 'No hay vendedores' : 'Ningún vendedor coincide'}
              >
                {search === '' ? 'Cree el primero para vender.' : 'Busque por nombre o código.'}
              </EmptyState>
            }
            errorTitle="No se pudieron leer los vendedores"
            nouns={['vendedor', 'vendedores']}
          />
          <ApprovalsCard />
        </div>
      </main>
      {shown?.kind === 'NEW' && <NewSellerDialog onClose={close} />}
      {shown?.kind === 'EDIT' && <SellerDialog seller={shown.seller} onClose={close} />}
      {shown?.kind === 'APPROVE' && <ApprovalDialog seller={shown.seller} onClose={close} />}
    </>
  );
}

function SellersHead() {
  return (
    <>
      <th scope="col" className="fit wide">
        Código
      </th>
      <th scope="col">Vendedor</th>
      <th scope="col" className="wide">
        Estado
      </th>
      <th scope="col" className="fit">
        <span className="sr">Acciones</span>
      </th>
    </>
  );
}

function SellerRow({ seller, onShow }: { seller: Seller; onShow: (shown: Shown) => void }) {
  const { code, name, active } = seller;
  return (
    <tr>
      <td className="fit wide code">{code}</td>
      <td className={active ? '' : 'muted'}>
        {name}
        <span className="sub only-phone">
          {code}
          {!active && ' · Ya no vende'}
        </span>
      </td>
      <td className="wide">
        {active ? <span className="soft">Vende</span> : <span className="badge">Ya no vende</span>}
      </td>
      <td className="fit">
        <div className="row-actions">
          {active && (
            <button
              type="button"
              className="btn btn--small"
              aria-label={`Autorizar descuento a ${name}`}
              onClick={() => onShow({ kind: 'APPROVE', seller })}
            >
              Autorizar…
            </button>
          )}
          <button
            type="button"
            className="btn btn--small"
            aria-label={`Editar a ${name}`}
            onClick={() => onShow({ kind: 'EDIT', seller })}
          >
            Editar
          </button>
        </div>
      </td>
    </tr>
  );
}
