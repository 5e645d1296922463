import { useList } from '../gateway/queries.ts';
import { VENTAS_LISTA } from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { csvOf } from '../parts/csv.ts';
import { download } from '../parts/download.ts';
import { Icon } from '../parts/icon.tsx';
import { List } from '../parts/list.tsx';
import { EmptyState } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { Top } from '../shell/top.tsx';
import { counted, soles, today } from '../words/format.ts';
import { decimal } from '../words/money.ts';
import { type SaleDialog, SaleDialogs } from './sale-dialogs.tsx';
import { isNarrowed, periodOf, periodText, saleVariables, WITHOUT_FILTERS } from './sale-filter.ts';
import { SaleFilters } from './sale-filters.tsx';
import { SalePanel } from './sale-panel.tsx';
import { SaleRow, SalesHead } from './sale-row.tsx';
import { salesTable, totalOf } from './sales-table.ts';
import './ventas.css';
import { useState } from 'react';

/** The sales: found, read, undone, returned, documented. */
export default function VentasPage() {
  const [address, setAddress] = useAddressState();
  const [dialog, setDialog] = useState<SaleDialog | null>(null);
  const period = periodOf(address, today());
  const list = useList(VENTAS_LISTA, saleVariables(address, today()), ({ ventas }) => ventas);
  const saleId = address.get('venta');
  const save = () => {
    const name = `ventas-${today()}.csv`;
    download(name, new Blob([csvOf(salesTable(list.nodes))], { type: 'text/csv' }));
    toast(`${counted(list.nodes.length, 'venta exportada', 'ventas exportadas')}`);
  };
  return (
    <>
      <Top title="Ventas" subtitle={periodText(period)}>
        <button
          type="button"
          className="btn wide"
          disabled={list.nodes.length === 0}
          title="Las ventas que están cargadas en la lista"
          onClick={save}
        >
          <Icon name="download" />
          {list.hasMore ? `Exportar ${list.nodes.length} cargadas` : 'Exportar'}
        </button>
      </Top>
      <main className="page page--fill">
        <SaleFilters address={address} onChange={setAddress} />
        <div className="split">
          <List
            list={list}
            caption={`Ventas: ${periodText(period)}, la última primero`}
            head={<SalesHead />}
            row={(sale) => <SaleRow key={sale.id} sale={sale} isChosen={sale.id === saleId} />}
            empty={<NoSales address={address} onChange={setAddress} />}
            errorTitle="No se pudieron leer las ventas"
            nouns={['venta', 'ventas']}
            note={soles(decimal(totalOf(list.nodes)))}
          />
          {saleId !== null && (
            <SalePanel
              key={saleId}
              id={saleId}
              onDialog={setDialog}
              onChange={list.reload}
              onClose={() => setAddress({ venta: null })}
            />
          )}
        </div>
      </main>
      {dialog !== null && <SaleDialogs dialog={dialog} onClose={() => setDialog(null)} />}
    </>
  );
}

function NoSales({
  address,
  onChange,
}: {
  address: URLSearchParams;
  onChange: ReturnType<typeof useAddressState>[1];
}) {
  const isSearched = isNarrowed(address);
  const isEverything = address.get('periodo') === 'todo';
  return (
    <EmptyState
      icon="ventas"
      title={isSearched ? 'Ninguna venta coincide' : 'No hay ventas en estas fechas'}
      actions={
        <>
          {!isEverything && (
            <button type="button" className="btn" onClick={() => onChange({ periodo: 'todo' })}>
              Buscar en todas las fechas
            </button>
          )}
          {isSearched && (
            <button type="button" className="btn" onClick={() => onChange(WITHOUT_FILTERS)}>
              Quitar filtros
            </button>
          )}
        </>
      }
    >
      {isSearched
        ? 'Revise la búsqueda, los filtros o las fechas.'
        : 'Las ventas de la Caja aparecen aquí.'}
    </EmptyState>
  );
}
