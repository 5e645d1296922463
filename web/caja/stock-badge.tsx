import { count } from '../words/format.ts';
import type { CatalogueProduct } from './catalogue.ts';

/** The stock of a product: only what is low or gone has a colour. */
export function StockBadge({
  product,
  isAlways = false,
}: {
  product: Pick<CatalogueProduct, 'available' | 'isLow'>;
  /** Plain stock is a badge too, and not a quiet word. */
  isAlways?: boolean;
}) {
  const { available, isLow } = product;
  if (available === null) return <span className="wide" />;
  if (available === 0) return <span className="badge badge--danger">Agotado</span>;
  if (isLow) return <span className="badge badge--warn">Quedan {count(available)}</span>;
  return <span className={isAlways ? 'badge' : 'wide'}>{count(available)} en stock</span>;
}
