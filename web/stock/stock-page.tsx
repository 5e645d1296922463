import { useState } from 'react';
import { useList, useReading } from '../gateway/queries.ts';
import {
  PRODUCTOS_BAJO_MINIMO,
  STOCK_LISTA,
  type StockListaData,
} from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { List } from '../parts/list.tsx';
import { RowLink } from '../parts/row-link.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { count } from '../words/format.ts';
import { AdjustDialog, type AdjustedProduct } from './adjust-dialog.tsx';
import { StockFigure } from './stock-figure.tsx';
import { StockPanel } from './stock-panel.tsx';
import { TakePart } from './take-part.tsx';
import './stock.css';

const PAGE_SIZE = 50;

type StockNode = NonNullable<StockListaData['productos']>['nodes'][number];

/** The stock: what is low, corrections with their reason, and the count of the shelves. */
export default function StockPage() {
  const [search, change] = useAddressState();
  const isTake = search.get('ver') === 'toma';
  const { data } = useReading(PRODUCTOS_BAJO_MINIMO, { first: 1 });
  const lowCount = data?.productos?.totalCount ?? null;
  return (
    <>
      <Top title="Stock">
        <fieldset className="seg">
          <legend className="sr">Parte de la pantalla</legend>
          <button
            type="button"
            className="seg__item"
            aria-pressed={!isTake}
            onClick={() => change({ ver: null })}
          >
            Existencias
          </button>
          <button
            type="button"
            className="seg__item"
            aria-pressed={isTake}
            onClick={() => change({ ver: 'toma', id: null })}
          >
            Toma
          </button>
        </fieldset>
      </Top>
      {isTake ? <TakePart /> : <StockPart search={search} change={change} lowCount={lowCount} />}
    </>
  );
}

interface PartProps {
  search: URLSearchParams;
  change: (changes: Readonly<Record<string, string | null>>) => void;
  lowCount: number | null;
}

function StockPart({ search, change, lowCount }: PartProps) {
  const [adjusted, setAdjusted] = useState<AdjustedProduct | null>(null);
  const query = search.get('q') ?? '';
  const isLow = search.has('bajo');
  const list = useList(
    STOCK_LISTA,
    { search: query || null, lowStock: isLow ? true : null, first: PAGE_SIZE },
    (data) => data.productos,
  );
  const productId = search.get('id');
  return (
    <main className="page page--fill">
      <div className="bar">
        <SearchField
          label="Buscar producto"
          placeholder="Nombre, SKU o código"
          value={query}
          onSearch={(q) => change({ q })}
        />
        <button
          type="button"
          className="chip"
          aria-pressed={isLow}
          onClick={() => change({ bajo: isLow ? null : '1' })}
        >
          Bajo mínimo
          {lowCount !== null && lowCount > 0 && (
            <span className="badge badge--count">{count(lowCount)}</span>
          )}
        </button>
      </div>
      <div className="split">
        <List
          list={list}
          caption="Stock de los productos en venta"
          nouns={['producto', 'productos']}
          errorTitle="No se pudo leer el stock"
          head={<StockHead />}
          row={(product) => (
            <StockRow key={product.id} product={product} isChosen={product.id === productId} />
          )}
          empty={<NoStock isLow={isLow && query === ''} />}
        />
        {productId !== null && (
          <StockPanel
            key={productId}
            productId={productId}
            onAdjust={setAdjusted}
            onClose={() => change({ id: null })}
          />
        )}
      </div>
      {adjusted !== null && <AdjustDialog product={adjusted} onClose={() => setAdjusted(null)} />}
    </main>
  );
}

function NoStock({ isLow }: { isLow: boolean }) {
  return isLow ? (
    <EmptyState icon="check" title="Nada está bajo mínimo">
      Todo producto tiene más que su stock mínimo.
    </EmptyState>
  ) : (
    <EmptyState icon="search" title="Ningún producto coincide">
      Pruebe con menos palabras o sin filtros.
    </EmptyState>
  );
}

function StockHead() {
  return (
    <>
      <th scope="col">Producto</th>
      <th scope="col" className="wide">
        SKU
      </th>
      <th scope="col" className="right wider">
        En tienda
      </th>
      <th scope="col" className="right wider">
        Apartado
      </th>
      <th scope="col" className="right wide">
        Mínimo
      </th>
      <th scope="col" className="right">
        Disponible
      </th>
    </>
  );
}

function StockRow({ product, isChosen }: { product: StockNode; isChosen: boolean }) {
  const { id, sku, name, stock } = product;
  return (
    <tr data-link data-selected={isChosen || undefined}>
      <td>
        <RowLink to={{ id }}>
          <span className="clip cell-name">{name}</span>
        </RowLink>
        <span className="sub code only-phone">{sku}</span>
      </td>
      <td className="wide code muted fit">{sku}</td>
      <td className="right wider soft">{count(stock.onHand)}</td>
      <td className="right wider soft">{stock.reserved === 0 ? '' : count(stock.reserved)}</td>
      <td className="right wide soft">{count(stock.minimum)}</td>
      <td className="right strong">
        <StockFigure {...stock} />
      </td>
    </tr>
  );
}
