import { SelectField, TextAreaField, TextField } from '../parts/field.tsx';
import type { FormValues } from '../parts/merge-edits.ts';
import { MoneyField } from '../parts/money-field.tsx';
import type { FormErrors } from '../parts/user-errors.ts';
import { barcodeDoubt } from '../words/gtin.ts';
import { type CategoryNode, categoryChoices } from './category-choices.ts';
import { PRODUCT_LABELS, type ProductField } from './product-form.ts';

/** The fields that a new product and an edited one share. */
export function ProductFields({
  values,
  set,
  errors,
  categories,
}: {
  values: FormValues<ProductField>;
  set: (field: ProductField, value: string) => void;
  errors: FormErrors;
  categories: readonly CategoryNode[];
}) {
  const field = (name: ProductField) => ({
    label: PRODUCT_LABELS[name],
    value: values[name],
    error: errors.of(name),
    onValue: (text: string) => set(name, text),
  });
  const doubt = barcodeDoubt(values.barcode);
  return (
    <>
      <TextField {...field('name')} maxLength={200} />
      <TextField
        {...field('barcode')}
        className="code"
        maxLength={64}
        {...(doubt !== null && { help: <span className="doubt">{doubt}</span> })}
      />
      <div className="form__row">
        <SelectField
          {...field('categoryId')}
          choices={[{ value: '', label: 'Sin categoría' }, ...categoryChoices(categories)]}
        />
        <MoneyField {...field('price')} />
      </div>
      <TextField
        {...field('minimum')}
        isNumber
        inputMode="numeric"
        maxLength={10}
        help="Desde estas unidades avisa que queda poco."
      />
      <TextAreaField {...field('description')} maxLength={2000} />
    </>
  );
}
