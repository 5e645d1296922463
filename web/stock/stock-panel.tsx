import { useReading } from '../gateway/queries.ts';
import { PRODUCTO_STOCK } from '../generated/operations.ts';
import { RecordPanel } from '../parts/record-panel.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { count } from '../words/format.ts';
import type { AdjustedProduct } from './adjust-dialog.tsx';
import { Kardex } from './kardex.tsx';

/** The stock of a product and its ledger, beside the list. */
export function StockPanel({
  productId,
  onAdjust,
  onClose,
}: {
  productId: string;
  onAdjust: (product: AdjustedProduct) => void;
  onClose: () => void;
}) {
  const reading = useReading(PRODUCTO_STOCK, { id: productId });
  return (
    <RecordPanel
      reading={reading}
      pick={(data) => data.producto}
      nouns={{ missing: 'Este producto no existe', failed: 'No se pudo leer el stock' }}
      onClose={onClose}
    >
      {(product) => (
        <SidePanel
          title={product.name}
          subtitle={<span className="code">{product.sku}</span>}
          onClose={onClose}
          foot={
            <button type="button" className="btn btn--primary" onClick={() => onAdjust(product)}>
              Ajustar stock…
            </button>
          }
        >
          <dl className="figures">
            <Figure name="Disponible" units={product.stock.available} />
            <Figure name="Apartado" units={product.stock.reserved} />
            <Figure name="En tienda" units={product.stock.onHand} />
            <Figure name="Mínimo" units={product.stock.minimum} />
          </dl>
          <h3>Movimientos</h3>
          <Kardex productId={product.id} />
        </SidePanel>
      )}
    </RecordPanel>
  );
}

function Figure({ name, units }: { name: string; units: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count(units)}</dd>
    </div>
  );
}
