import type { ProductoDetalleData } from '../generated/operations.ts';

/** A product with everything that its panel shows. */
export type ProductDetail = NonNullable<ProductoDetalleData['producto']>;

/** The code under the title of the panel. */
export function Sku({ product }: { product: ProductDetail }) {
  return <span className="code">{product.sku}</span>;
}
