import type { ProductOrder, ProductosListaData } from '../generated/operations.ts';
import { RowLink } from '../parts/row-link.tsx';
import { StockFigure } from '../stock/stock-figure.tsx';
import { money } from '../words/format.ts';

type ProductNode = NonNullable<ProductosListaData['productos']>['nodes'][number];

/** A click on the head of the prices turns their order. */
const AFTER_PRICE: Partial<Record<ProductOrder, ProductOrder>> = { PRICE_ASC: 'PRICE_DESC' };

/** The heads of the table; three of them choose its order. */
export function ProductHead({
  order,
  onOrder,
}: {
  order: ProductOrder;
  onOrder: (order: ProductOrder) => void;
}) {
  const isByPrice = order === 'PRICE_ASC' || order === 'PRICE_DESC';
  return (
    <>
      <th scope="col" aria-sort={order === 'NAME' ? 'ascending' : undefined}>
        <button type="button" className="sort" onClick={() => onOrder('NAME')}>
          Producto {order === 'NAME' && <span aria-hidden="true">↑</span>}
        </button>
      </th>
      <th scope="col" className="wide" aria-sort={order === 'SKU' ? 'ascending' : undefined}>
        <button type="button" className="sort" onClick={() => onOrder('SKU')}>
          SKU {order === 'SKU' && <span aria-hidden="true">↑</span>}
        </button>
      </th>
      <th scope="col" className="wider">
        Categoría
      </th>
      <th scope="col" className="right" aria-sort={isByPrice ? priceSort(order) : undefined}>
        <button
          type="button"
          className="sort"
          onClick={() => onOrder(AFTER_PRICE[order] ?? 'PRICE_ASC')}
        >
          Precio S/ {isByPrice && <span aria-hidden="true">{priceArrow(order)}</span>}
        </button>
      </th>
      <th scope="col" className="right wide">
        Stock
      </th>
    </>
  );
}

function priceSort(order: ProductOrder): 'ascending' | 'descending' {
  return order === 'PRICE_ASC' ? 'ascending' : 'descending';
}

function priceArrow(order: ProductOrder): string {
  return order === 'PRICE_ASC' ? '↑' : '↓';
}

/** A product in the list. */
export function ProductRow({ product, isChosen }: { product: ProductNode; isChosen: boolean }) {
  const { id, sku, name, price, status, category, stock } = product;
  return (
    <tr data-link data-selected={isChosen || undefined}>
      <td>
        <RowLink to={{ id }}>
          <span className="clip cell-name">{name}</span>
        </RowLink>
        <span className="sub code only-phone">{sku}</span>
        {status === 'DISCONTINUED' && <span className="badge">Descontinuado</span>}
      </td>
      <td className="wide code muted fit">{sku}</td>
      <td className="wider">{category?.name}</td>
      <td className="right strong">
        {money(price)}
        <span className="sub only-phone">
          <StockFigure {...stock} />
        </span>
      </td>
      <td className="right wide">
        <StockFigure {...stock} />
      </td>
    </tr>
  );
}
