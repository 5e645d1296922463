import { useEffect } from 'react';
import { EmptyState, Skeleton } from '../parts/states.tsx';
import { amount, counted, time } from '../words/format.ts';
import type { CatalogueProduct } from './catalogue.ts';
import type { TillState } from './till-state.ts';
import { useTill, useTillState } from './use-till.ts';

const SHOWN = 16;

/** An empty cart: the products that this till sells most, a touch away. */
export function StartTiles({ onPick }: { onPick: (product: CatalogueProduct) => void }) {
  const till = useTill();
  const state = useTillState();
  const { catalogue, catalogueRevision, unitsByProduct } = state;
  const often = Object.entries(unitsByProduct)
    .sort(([, a], [, b]) => b - a)
    .map(([id]) => till.catalogue.get(id))
    .filter((product) => product?.isActive === true)
    .slice(0, SHOWN)
    .filter((product) => product !== null);
  const shown = often.length > 0 ? often : till.catalogue.first(SHOWN);
  const ids = shown.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: new products are asked about too.
  useEffect(() => {
    if (ids !== '') till.stock.want(ids.split(' '));
  }, [till, ids, catalogueRevision]);
  if (shown.length === 0) return <NoProducts kind={catalogue.kind} />;
  return (
    <div className="start">
      <div className="bar">
        <h2 className="start__title">
          {often.length > 0 ? 'Lo que más vende esta caja' : 'Productos'}
        </h2>
        <span className="push small muted wide">{freshness(state, till.catalogue.size())}</span>
      </div>
      <section
        className="tiles"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys.
        tabIndex={0}
        aria-label="Productos frecuentes"
      >
        {shown.map((product) => (
          <button key={product.id} type="button" className="tile" onClick={() => onPick(product)}>
            <b>{product.name}</b>
            <span>
              <span className="strong num">S/ {amount(product.priceCentimos)}</span>
              <TileStock product={product} />
            </span>
          </button>
        ))}
      </section>
    </div>
  );
}

function TileStock({ product: { available, isLow } }: { product: CatalogueProduct }) {
  if (available === null) return null;
  if (available === 0) return <span className="badge badge--danger">Agotado</span>;
  if (isLow) return <span className="badge badge--warn">Quedan {available}</span>;
  return <span className="small muted">{available} u.</span>;
}

function freshness({ catalogue, connection }: TillState, size: number): string {
  const products = counted(size, 'producto', 'productos');
  if (catalogue.kind === 'FETCHING' && catalogue.at === null) return `${products}, llegando…`;
  if (connection.isOnline || catalogue.at === null) return `${products} al día`;
  return `${products} · al ${time(catalogue.at)}`;
}

function NoProducts({ kind }: { kind: TillState['catalogue']['kind'] }) {
  const till = useTill();
  if (kind === 'LOADING' || kind === 'FETCHING') {
    return (
      <div className="card card--padded">
        <Skeleton lines={8} />
      </div>
    );
  }
  if (kind === 'FAILED') {
    return (
      <div className="card">
        <EmptyState
          icon="warning"
          title="No se pudo traer el catálogo"
          actions={
            <button type="button" className="btn" onClick={till.refreshCatalogue}>
              Reintentar
            </button>
          }
        >
          Sin él no se puede buscar productos.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="card">
      <EmptyState icon="productos" title="Todavía no hay productos">
        El administrador los crea en Productos o los trae en Importar.
      </EmptyState>
    </div>
  );
}
