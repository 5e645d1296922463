import { CustomerPicker } from '../clientes/customer-picker.tsx';
import type { Choosable } from '../parts/pick-field.tsx';
import type { FormErrors } from '../parts/user-errors.ts';
import { DOC_TYPES, labelOf } from '../words/labels.ts';
import type { Sale } from './sale.ts';

/** The kind of a document, and who it names; null names the buyer of the sale. */
export interface DocumentChoice {
  type: 'BOLETA' | 'FACTURA';
  customer: Choosable | null;
}

const TYPES = [
  ['BOLETA', 'Boleta'],
  ['FACTURA', 'Factura'],
] as const;

/** Asks for the kind of a document and for whose name it bears. */
export function BuyerFields({
  choice,
  sale,
  errors,
  onChoice,
}: {
  choice: DocumentChoice;
  sale: Sale;
  errors: FormErrors;
  onChoice: (choice: DocumentChoice) => void;
}) {
  const { customerName, customerDocType, customerDocNumber } = sale;
  const docText =
    customerDocType === null || customerDocNumber === null
      ? ''
      : ` · ${labelOf(DOC_TYPES, customerDocType)} ${customerDocNumber}`;
  const problem = errors.of('type');
  return (
    <>
      <fieldset>
        <legend className="label">Tipo</legend>
        <div className="seg">
          {TYPES.map(([type, text]) => (
            <button
              key={type}
              type="button"
              className="seg__item"
              aria-pressed={choice.type === type}
              onClick={() => onChoice({ ...choice, type })}
            >
              {text}
            </button>
          ))}
        </div>
        {problem === null ? (
          <p className="help">
            {choice.type === 'FACTURA'
              ? 'La factura pide un cliente con RUC.'
              : 'Sobre S/ 700.00 la boleta pide un cliente con documento.'}
          </p>
        ) : (
          <p className="error">{problem}</p>
        )}
      </fieldset>
      <CustomerPicker
        label="A nombre de"
        help={
          customerName === null ? 'La venta no tiene cliente.' : `Si no, ${customerName}${docText}.`
        }
        chosen={choice.customer}
        error={errors.of('customerId')}
        onChoose={(customer) => onChoice({ ...choice, customer })}
      />
    </>
  );
}
