import { useState } from 'react';
import { useList, useReading } from '../gateway/queries.ts';
import {
  CATEGORIAS_PRODUCTOS,
  PRODUCTOS_BAJO_MINIMO,
  PRODUCTOS_LISTA,
  type ProductOrder,
  type ProductStatus,
} from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { ChipSelect } from '../parts/chip-select.tsx';
import { Icon } from '../parts/icon.tsx';
import { List } from '../parts/list.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { EmptyState } from '../parts/states.tsx';
import { useUser } from '../session/session.ts';
import { Top } from '../shell/top.tsx';
import { count, countedList } from '../words/format.ts';
import { CategoriesDialog } from './categories-dialog.tsx';
import { type CategoryNode, categoryChoices } from './category-choices.ts';
import { NewProductDialog } from './new-product-dialog.tsx';
import { ProductPanel } from './product-panel.tsx';
import { ProductHead, ProductRow } from './product-row.tsx';

const PAGE_SIZE = 50;
/** The states that the address names; left out, products on sale are shown. */
const STATES: Readonly<Record<string, ProductStatus | null>> = {
  '': 'ACTIVE',
  descontinuados: 'DISCONTINUED',
  todos: null,
};
const STATE_CHOICES = [
  { value: 'descontinuados', label: 'Descontinuados' },
  { value: 'todos', label: 'Todos' },
];

/** The catalog: found by everybody of the staff, edited by administrators. */
export default function ProductosPage() {
  const [search, change] = useAddressState();
  const [shown, setShown] = useState<'NEW' | 'CATEGORIES' | null>(null);
  const isAdmin = useUser().roles.includes('ADMIN');
  const given = (name: string) => search.get(name) ?? '';
  const order = (given('orden') || 'NAME') as ProductOrder;
  const list = useList(
    PRODUCTOS_LISTA,
    {
      search: given('q') || null,
      categoryId: given('categoria') || null,
      status: STATES[given('estado')] ?? null,
      lowStock: given('bajo') === '' ? null : true,
      orderBy: order,
      first: PAGE_SIZE,
    },
    ({ productos }) => productos,
  );
  const { data } = useReading(CATEGORIAS_PRODUCTOS, {});
  const categories = data?.categorias ?? [];
  const productId = search.get('id');
  return (
    <>
      <Top
        title="Productos"
        subtitle={
          list.totalCount === null ? '' : countedList(list.totalCount, 'producto', 'productos')
        }
      >
        {isAdmin && <Actions onAsk={setShown} />}
      </Top>
      <main className="page page--fill">
        <Filters search={search} change={change} categories={categories} />
        <div className="split">
          <List
            list={list}
            caption="Productos"
            nouns={['producto', 'productos']}
            errorTitle="No se pudo leer los productos"
            head={<ProductHead order={order} onOrder={(orden) => change({ orden })} />}
            row={(product) => (
              <ProductRow key={product.id} product={product} isChosen={product.id === productId} />
            )}
            empty={<NoProducts search={search} onClear={() => change(WITHOUT_FILTERS)} />}
          />
          {productId !== null && (
            <ProductPanel
              key={productId}
              productId={productId}
              categories={categories}
              tab={given('ver') === 'movimientos' ? 'MOVEMENTS' : 'DATA'}
              onTab={(tab) => change({ ver: tab === 'MOVEMENTS' ? 'movimientos' : null })}
              onClose={() => change({ id: null, ver: null })}
            />
          )}
        </div>
      </main>
      {shown === 'NEW' && (
        <NewProductDialog
          categories={categories}
          onClose={() => setShown(null)}
          onMade={(id) => {
            setShown(null);
            change({ id });
          }}
        />
      )}
      {shown === 'CATEGORIES' && (
        <CategoriesDialog categories={categories} onClose={() => setShown(null)} />
      )}
    </>
  );
}

function Actions({ onAsk }: { onAsk: (what: 'NEW' | 'CATEGORIES') => void }) {
  return (
    <>
      <button type="button" className="btn btn--quiet wide" onClick={() => onAsk('CATEGORIES')}>
        Categorías
      </button>
      <button
        type="button"
        className="btn"
        aria-label="Nuevo producto"
        onClick={() => onAsk('NEW')}
      >
        <Icon name="plus" />
        <span className="wide">Nuevo</span>
      </button>
    </>
  );
}

const WITHOUT_FILTERS = { q: null, categoria: null, bajo: null, estado: null };

interface FiltersProps {
  search: URLSearchParams;
  change: (changes: Readonly<Record<string, string | null>>) => void;
  categories: readonly CategoryNode[];
}

function Filters({ search, change, categories }: FiltersProps) {
  const given = (name: string) => search.get(name) ?? '';
  const { data } = useReading(PRODUCTOS_BAJO_MINIMO, { first: 1 });
  const lowCount = data?.productos?.totalCount ?? 0;
  const isLow = given('bajo') !== '';
  return (
    <div className="bar">
      <SearchField
        label="Buscar producto"
        placeholder="Nombre, SKU o código"
        value={given('q')}
        onSearch={(q) => change({ q })}
      />
      <div className="filters">
        <ChipSelect
          label="Categoría"
          whenUnset="Todas las categorías"
          value={given('categoria')}
          choices={categoryChoices(categories)}
          onValue={(categoria) => change({ categoria })}
        />
        <button
          type="button"
          className="chip"
          aria-pressed={isLow}
          onClick={() => change({ bajo: isLow ? null : '1', estado: null })}
        >
          Bajo mínimo
          {lowCount > 0 && <span className="badge badge--count">{count(lowCount)}</span>}
        </button>
        <ChipSelect
          label="Estado"
          whenUnset="En venta"
          value={given('estado')}
          choices={STATE_CHOICES}
          onValue={(estado) => change({ estado, bajo: null })}
        />
      </div>
    </div>
  );
}

function NoProducts({ search, onClear }: { search: URLSearchParams; onClear: () => void }) {
  const isFiltered = Object.keys(WITHOUT_FILTERS).some((name) => search.has(name));
  if (!isFiltered) {
    return (
      <EmptyState icon="productos" title="El catálogo está vacío">
        Cree un producto con «Nuevo», o traiga los suyos con «Importar».
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="search"
      title="Ningún producto coincide"
      actions={
        <button type="button" className="btn" onClick={onClear}>
          Quitar los filtros
        </button>
      }
    >
      Pruebe con menos palabras o sin filtros.
    </EmptyState>
  );
}
