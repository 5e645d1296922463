import { type ReactNode, useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import {
  ACTUALIZAR_PRODUCTO_PRODUCTOS,
  DESCONTINUAR_PRODUCTO_PRODUCTOS,
  REACTIVAR_PRODUCTO_PRODUCTOS,
} from '../generated/operations.ts';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { useEditForm } from '../parts/edit-form.ts';
import { settleEdit } from '../parts/settle-edit.ts';
import { SidePanel } from '../parts/side-panel.tsx';
import { StaleBlock } from '../parts/stale-block.tsx';
import { Banner } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useLeave } from '../parts/use-leave.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { StockFigure } from '../stock/stock-figure.tsx';
import { count, day } from '../words/format.ts';
import type { CategoryNode } from './category-choices.ts';
import { type ProductDetail, Sku } from './product-detail.tsx';
import { ProductFields } from './product-fields.tsx';
import {
  PRODUCT_LABELS,
  PRODUCT_PATHS,
  type ProductField,
  productErrors,
  productInput,
  productValues,
} from './product-form.ts';

interface EditorProps {
  product: ProductDetail;
  categories: readonly CategoryNode[];
  tabs: ReactNode;
  /** Stands in place of the form, which keeps what was written in it; null shows the form. */
  ledger: ReactNode;
  onClose: () => void;
}

/** The form of a product. */
export function ProductEditor({ product, categories, tabs, ledger, onClose }: EditorProps) {
  const form = useEditForm(productValues(product), product.version);
  const errors = useFormErrors(PRODUCT_PATHS);
  const { send, isSending } = useSend(ACTUALIZAR_PRODUCTO_PRODUCTOS);
  const [isAsked, setAsked] = useState(false);
  const { leave, question } = useLeave(form.isChanged, onClose);
  const save = async () => {
    if (!form.isChanged || !errors.set(productErrors(form.values))) return;
    const { id } = product;
    const input = { id, version: form.version, ...productInput(form.changes) };
    const result = await send({ input });
    const isDone = settleEdit(
      result,
      { form, errors },
      ({ actualizarProducto: edit }) =>
        edit && { saved: edit.product, userErrors: edit.userErrors },
      productValues,
    );
    if (!isDone) return;
    toast('Producto guardado');
    onClose();
  };
  const show = (field: ProductField, value: string) => {
    if (field === 'categoryId') return categoryName(categories, value);
    return field === 'price' ? `S/ ${value}` : value;
  };
  return (
    <>
      <SidePanel
        title={product.name}
        subtitle={<Sku product={product} />}
        onClose={leave}
        onSubmit={() => void save()}
        foot={
          <>
            <button type="button" className="btn btn--quiet" onClick={leave}>
              Cancelar
            </button>
            <button
              type="submit"
              className="btn btn--primary"
              aria-busy={isSending}
              disabled={!form.isChanged}
            >
              {saveLabel(form)}
            </button>
          </>
        }
      >
        {tabs}
        {ledger ?? (
          <div className="form">
            <StaleBlock form={form} noun="este producto" labels={PRODUCT_LABELS} show={show} />
            {errors.general !== null && <Banner tone="danger" title={errors.general} />}
            <ProductFields
              values={form.values}
              set={form.set}
              errors={errors}
              categories={categories}
            />
            <StockLine product={product} />
            <StateLine product={product} onAsk={() => setAsked(true)} />
          </div>
        )}
      </SidePanel>
      {question}
      {isAsked && <StateDialog product={product} onClose={() => setAsked(false)} />}
    </>
  );
}

function saveLabel({
  isChanged,
  conflicts,
}: {
  isChanged: boolean;
  conflicts: readonly unknown[];
}): string {
  if (!isChanged) return 'Sin cambios';
  return conflicts.length > 0 ? 'Guardar lo elegido' : 'Guardar producto';
}

function categoryName(categories: readonly CategoryNode[], id: string): string {
  return categories.find((one) => one.id === id)?.name ?? 'Sin categoría';
}

function StockLine({ product: { stock, unitsSold, lastSoldAt } }: { product: ProductDetail }) {
  return (
    <dl className="pairs">
      <div className="pair">
        <dt>Stock ahora</dt>
        <dd>
          <StockFigure {...stock} />
        </dd>
      </div>
      {unitsSold !== null && (
        <div className="pair">
          <dt>Vendidas</dt>
          <dd>
            {count(unitsSold)} u.{lastSoldAt !== null && `, la última el ${day(lastSoldAt)}`}
          </dd>
        </div>
      )}
    </dl>
  );
}

function StateLine({ product, onAsk }: { product: ProductDetail; onAsk: () => void }) {
  const isOnSale = product.status === 'ACTIVE';
  return (
    <div className="bar">
      <span className="soft">{isOnSale ? 'Se vende en Caja.' : 'Descontinuado: no se vende.'}</span>
      <button
        type="button"
        className={isOnSale ? 'btn btn--danger push' : 'btn push'}
        onClick={onAsk}
      >
        {isOnSale ? 'Descontinuar…' : 'Volver a vender…'}
      </button>
    </div>
  );
}

/** Asks before a product is taken off sale, or put on sale again. */
function StateDialog({ product, onClose }: { product: ProductDetail; onClose: () => void }) {
  const { id, name, version, status } = product;
  const isOnSale = status === 'ACTIVE';
  const errors = useFormErrors([]);
  const discontinue = useSend(DESCONTINUAR_PRODUCTO_PRODUCTOS);
  const reactivate = useSend(REACTIVAR_PRODUCTO_PRODUCTOS);
  const confirm = async () => {
    const variables = { input: { id, version } };
    const isDone = isOnSale
      ? errors.judge(
          await discontinue.send(variables),
          (data) => data.descontinuarProducto?.userErrors,
        )
      : errors.judge(
          await reactivate.send(variables),
          (data) => data.reactivarProducto?.userErrors,
        );
    if (!isDone) return;
    toast(isOnSale ? 'Producto descontinuado' : 'Producto en venta');
    onClose();
  };
  return (
    <ConfirmDialog
      title={isOnSale ? `Descontinuar ${name}` : `Volver a vender ${name}`}
      action={isOnSale ? 'Descontinuar producto' : 'Volver a vender'}
      isDanger={isOnSale}
      isBusy={discontinue.isSending || reactivate.isSending}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <div className="form">
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        <p>
          {isOnSale
            ? 'Deja de verse en Caja. Su stock y sus ventas se conservan, y puede volver.'
            : 'Se verá otra vez en Caja, con el stock y el precio que tiene.'}
        </p>
      </div>
    </ConfirmDialog>
  );
}
