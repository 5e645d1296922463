import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { CREAR_PRODUCTO_PRODUCTOS } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { decimal, readAmount } from '../words/money.ts';
import type { CategoryNode } from './category-choices.ts';
import { ProductFields } from './product-fields.tsx';
import {
  EMPTY_PRODUCT,
  PRODUCT_PATHS,
  type ProductField,
  productErrors,
  productInput,
} from './product-form.ts';

/** Adds a product; its stock begins at 0 and is put in by an adjustment. */
export function NewProductDialog({
  categories,
  onClose,
  onMade,
}: {
  categories: readonly CategoryNode[];
  onClose: () => void;
  onMade: (id: string) => void;
}) {
  const [values, setValues] = useState(EMPTY_PRODUCT);
  const [sku, setSku] = useState('');
  const errors = useFormErrors(PRODUCT_PATHS);
  const { send, isSending } = useSend(CREAR_PRODUCTO_PRODUCTOS);
  const set = (field: ProductField, value: string) =>
    setValues((before) => ({ ...before, [field]: value }));
  const submit = async () => {
    const skuError = sku.trim() === '' ? 'Escriba el código de la tienda.' : null;
    if (!errors.set({ ...productErrors(values), sku: skuError })) return;
    const price = decimal(readAmount(values.price) ?? 0);
    const { name } = values;
    const result = await send({ input: { ...productInput(values), sku, name, price } });
    if (!errors.judge(result, (data) => data.crearProducto?.userErrors)) return;
    if (result.kind !== 'ANSWERED' || !result.data.crearProducto?.product) return;
    toast('Producto creado');
    onMade(result.data.crearProducto.product.id);
  };
  return (
    <FormDialog
      title="Nuevo producto"
      subtitle="Empieza con stock 0; ingréselo después en Stock."
      action="Crear producto"
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label="SKU"
        className="code"
        maxLength={64}
        help="El código de la tienda. No cambia después."
        value={sku}
        onValue={setSku}
        error={errors.of('sku')}
      />
      <ProductFields values={values} set={set} errors={errors} categories={categories} />
    </FormDialog>
  );
}
