import { useState } from 'react';
import { CAJA_CREAR_CLIENTE } from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { SelectField, TextField } from '../parts/field.tsx';
import { Banner } from '../parts/states.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import type { CartCustomer } from './cart.ts';
import {
  type DocType,
  docTypeOf,
  documentProblem,
  readDocumentNumber,
} from './identity-document.ts';
import { useTill } from './use-till.ts';

const CHOICES: readonly { value: DocType; label: string }[] = [
  { value: 'DNI', label: 'DNI' },
  { value: 'RUC', label: 'RUC' },
  { value: 'CE', label: 'Carné de extranjería' },
  { value: 'PASSPORT', label: 'Pasaporte' },
  { value: 'NONE', label: 'Sin documento' },
];

/** Makes a customer of what was typed into the search, without leaving the sale. */
export function NewCustomer({
  text,
  onBack,
  onCreated,
  onClose,
}: {
  text: string;
  onBack: () => void;
  onCreated: (customer: CartCustomer) => void;
  onClose: () => void;
}) {
  const till = useTill();
  const typed = readDocumentNumber(text);
  const typedType = docTypeOf(typed);
  const [docType, setDocType] = useState<DocType>(typedType ?? 'DNI');
  const [docNumber, setDocNumber] = useState(typedType === null ? '' : typed);
  const [name, setName] = useState(typedType === null ? text.trim() : '');
  const [isBusy, setBusy] = useState(false);
  const errors = useFormErrors(['name', 'docNumber']);
  const create = async () => {
    const number = readDocumentNumber(docNumber);
    const isGood = errors.set({
      docNumber: documentProblem(docType, docType === 'NONE' ? '' : number),
      name: name.trim() === '' ? 'Falta el nombre.' : null,
    });
    if (!isGood || isBusy) return;
    setBusy(true);
    const result = await till.gateway.ask(CAJA_CREAR_CLIENTE, {
      input: { name: name.trim(), docType, docNumber: docType === 'NONE' ? null : number },
    });
    setBusy(false);
    if (!errors.judge(result, (data) => data.crearCliente?.userErrors)) return;
    const customer = result.kind === 'ANSWERED' ? result.data.crearCliente?.customer : null;
    if (customer) onCreated(customer);
  };
  return (
    <Dialog
      title="Nuevo cliente"
      className="dialog--caja"
      onClose={onClose}
      onSubmit={() => void create()}
      foot={
        <>
          <button type="button" className="btn btn--quiet" onClick={onBack}>
            Volver a buscar
          </button>
          <button type="submit" className="btn btn--primary" aria-busy={isBusy}>
            Crear y usar <kbd className="kbd">Enter</kbd>
          </button>
        </>
      }
    >
      <div className="form">
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        <div className="form__row">
          <SelectField
            label="Documento"
            value={docType}
            choices={CHOICES}
            onValue={(value) => setDocType(value as DocType)}
          />
          {docType !== 'NONE' && (
            <TextField
              label="Número"
              value={docNumber}
              error={errors.of('docNumber')}
              inputMode={docType === 'DNI' || docType === 'RUC' ? 'numeric' : 'text'}
              maxLength={30}
              onValue={setDocNumber}
            />
          )}
        </div>
        <TextField
          label={docType === 'RUC' ? 'Razón social' : 'Nombre y apellidos'}
          value={name}
          error={errors.of('name')}
          maxLength={200}
          {...(typedType !== null && { 'data-first': true })}
          onValue={setName}
        />
      </div>
    </Dialog>
  );
}
