import { useSend } from '../gateway/queries.ts';
import { ACTUALIZAR_CLIENTE_CLIENTES, CREAR_CLIENTE_CLIENTES } from '../generated/operations.ts';
import { type EditForm, useEditForm } from '../parts/edit-form.ts';
import { SelectField, TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { settleEdit } from '../parts/settle-edit.ts';
import { StaleBlock } from '../parts/stale-block.tsx';
import { toast } from '../parts/toast.tsx';
import { type FormErrors, useFormErrors } from '../parts/user-errors.ts';
import { DOC_TYPES, labelOf } from '../words/labels.ts';
import type { Customer } from './customer.ts';
import {
  type CustomerField,
  customerChanges,
  customerProblems,
  customerValues,
  docTypeOf,
  typedProblem,
} from './customer-form.ts';

const LABELS: Readonly<Record<CustomerField, string>> = {
  name: 'Nombre o razón social',
  docType: 'Documento',
  docNumber: 'Número',
  phone: 'Teléfono',
  email: 'Correo',
};

type CustomerForm = EditForm<CustomerField>;

/** Adds a customer, or changes one. @param onSaved is told of a customer that was added */
export function CustomerDialog({
  customer,
  onSaved,
  onClose,
}: {
  /** Null for a new one. */
  customer: Customer | null;
  onSaved?: (customer: Customer) => void;
  onClose: () => void;
}) {
  const form = useEditForm(customerValues(customer), customer?.version ?? 0);
  const errors = useFormErrors(['name', 'docType', 'docNumber', 'phone', 'email']);
  const create = useCreate(form, errors);
  const update = useUpdate(form, errors);
  const submit = async () => {
    if (!errors.set(customerProblems(form.values))) return;
    if (customer === null) {
      const created = await create.send();
      if (created === null) return;
      toast('Cliente creado');
      onSaved?.(created);
    } else {
      if (form.isChanged && !(await update.send(customer.id))) return;
      toast('Cliente guardado');
    }
    onClose();
  };
  return (
    <FormDialog
      title={customer === null ? 'Nuevo cliente' : customer.name}
      action={customer === null ? 'Crear cliente' : 'Guardar'}
      isBusy={create.isSending || update.isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <StaleBlock
        form={form}
        noun="este cliente"
        labels={LABELS}
        show={(field, value) => (field === 'docType' ? labelOf(DOC_TYPES, value) : value)}
      />
      <CustomerFields form={form} errors={errors} />
    </FormDialog>
  );
}

function CustomerFields({ form, errors }: { form: CustomerForm; errors: FormErrors }) {
  const { values, set } = form;
  const field = (name: CustomerField) => ({
    label: LABELS[name],
    value: values[name],
    onValue: (value: string) => set(name, value),
    error: errors.of(name),
  });
  const hasNumber = values.docType !== 'NONE';
  return (
    <>
      <TextField {...field('name')} maxLength={200} autoComplete="off" />
      <div className="form__row">
        <SelectField
          {...field('docType')}
          onValue={(docType) => {
            set('docType', docType);
            if (docType === 'NONE') set('docNumber', '');
          }}
          choices={Object.entries(DOC_TYPES).map(([value, label]) => ({ value, label }))}
        />
        {hasNumber && (
          <TextField
            {...field('docNumber')}
            onValue={(typed) => {
              set('docNumber', typed);
              const guess = docTypeOf(typed);
              if (guess !== null) set('docType', guess);
            }}
            maxLength={24}
            error={errors.of('docNumber') ?? typedProblem(values.docType, values.docNumber)}
          />
        )}
      </div>
      <div className="form__row">
        <TextField {...field('phone')} type="tel" maxLength={40} />
        <TextField {...field('email')} type="email" maxLength={254} />
      </div>
    </>
  );
}

function useCreate({ values }: CustomerForm, errors: FormErrors) {
  const { send, isSending } = useSend(CREAR_CLIENTE_CLIENTES);
  return {
    isSending,
    send: async (): Promise<Customer | null> => {
      const { name, docType, docNumber, phone, email } = customerChanges(values);
      const input = { name: name ?? '', docType, docNumber, phone, email };
      const result = await send({ input });
      if (!errors.judge(result, (data) => data.crearCliente?.userErrors)) return null;
      return result.kind === 'ANSWERED' ? (result.data.crearCliente?.customer ?? null) : null;
    },
  };
}

function useUpdate(form: CustomerForm, errors: FormErrors) {
  const { send, isSending } = useSend(ACTUALIZAR_CLIENTE_CLIENTES);
  return {
    isSending,
    send: async (id: string): Promise<boolean> => {
      const { changes, values, version } = form;
      // A document is its kind and its number: the gateway judges them together.
      const isDocument = 'docType' in changes || 'docNumber' in changes;
      const { docType, docNumber } = values;
      const changed = { ...changes, ...(isDocument && { docType, docNumber }) };
      const result = await send({ input: { id, version, ...customerChanges(changed) } });
      return settleEdit(
        result,
        { form, errors },
        ({ actualizarCliente: payload }) =>
          payload && { saved: payload.customer, userErrors: payload.userErrors },
        (saved) => customerValues(saved),
      );
    },
  };
}
