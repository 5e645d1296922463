import { useReading } from '../gateway/queries.ts';
import { PRODUCTO_DETALLE } from '../generated/operations.ts';
import { RecordPanel } from '../parts/record-panel.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useUser } from '../session/session.ts';
import { Kardex } from '../stock/kardex.tsx';
import { count, day, soles } from '../words/format.ts';
import type { CategoryNode } from './category-choices.ts';
import { type ProductDetail, Sku } from './product-detail.tsx';
import { ProductEditor } from './product-editor.tsx';

export type ProductTab = 'DATA' | 'MOVEMENTS';

const TABS = [
  { key: 'DATA', title: 'Datos' },
  { key: 'MOVEMENTS', title: 'Movimientos' },
] as const;

interface PanelProps {
  productId: string;
  categories: readonly CategoryNode[];
  tab: ProductTab;
  onTab: (tab: ProductTab) => void;
  onClose: () => void;
}

/** The product beside the list. */
export function ProductPanel({ productId, categories, tab, onTab, onClose }: PanelProps) {
  const { roles } = useUser();
  const reading = useReading(PRODUCTO_DETALLE, { id: productId });
  // The gateway keeps the ledger from sellers.
  const seesLedger = roles.includes('ADMIN') || roles.includes('ALMACEN');
  const tabs = seesLedger ? (
    <Tabs label="Partes del producto" tabs={TABS} chosen={tab} onChoose={onTab} />
  ) : null;
  return (
    <RecordPanel
      reading={reading}
      pick={(data) => data.producto}
      nouns={{ missing: 'Este producto no existe', failed: 'No se pudo leer el producto' }}
      onClose={onClose}
    >
      {(product) => {
        const isLedger = tab === 'MOVEMENTS' && seesLedger;
        const ledger = isLedger ? <Kardex productId={product.id} /> : null;
        if (roles.includes('ADMIN')) {
          return <ProductEditor {...{ product, categories, tabs, ledger, onClose }} />;
        }
        return (
          <SidePanel title={product.name} subtitle={<Sku product={product} />} onClose={onClose}>
            {tabs}
            {ledger ?? <ProductFacts product={product} />}
          </SidePanel>
        );
      }}
    </RecordPanel>
  );
}

/** A product for those who may not edit it. */
function ProductFacts({ product }: { product: ProductDetail }) {
  const { price, barcode, category, stock, unitsSold, lastSoldAt, status, description } = product;
  const pairs: readonly (readonly [string, string | null])[] = [
    ['Precio con IGV', soles(price)],
    ['Disponible', count(stock.available)],
    ['En la tienda', count(stock.onHand)],
    ['Stock mínimo', count(stock.minimum)],
    ['Categoría', category?.name ?? 'Sin categoría'],
    ['Código de barras', barcode],
    ['Estado', status === 'ACTIVE' ? 'En venta' : 'Descontinuado'],
    ['Vendidas', unitsSold === null ? null : count(unitsSold)],
    ['Última venta', lastSoldAt === null ? null : day(lastSoldAt)],
  ];
  return (
    <>
      <dl className="pairs">
        {pairs.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className="pair">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {description !== null && <p className="soft lines-kept">{description}</p>}
    </>
  );
}
