import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import {
  ACTUALIZAR_CAJA_CAJAS,
  type ActualizarCajaCajasData,
  CREAR_CAJA_CAJAS,
} from '../generated/operations.ts';
import type { EditForm } from '../parts/edit-form.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { NameDialog, type NameField, nameChanges, nameValues } from '../parts/name-dialog.tsx';
import { settleEdit } from '../parts/settle-edit.ts';
import { toast } from '../parts/toast.tsx';
import { type FormErrors, useFormErrors } from '../parts/user-errors.ts';
import type { Till } from './cajas-page.tsx';

const NAME_CHARACTERS = 100;
const CODE_CHARACTERS = 20;
const SERIES_CHARACTERS = 4;

const FIELDS = ['code', 'name', 'seriesBoleta', 'seriesFactura'] as const;
type NewField = (typeof FIELDS)[number];
type NewTill = Readonly<Record<NewField, string>>;

const EMPTY: NewTill = { code: '', name: '', seriesBoleta: '', seriesFactura: '' };

/** The complaints about a new till that need no gateway, by field. */
function problemsOf({ code, name, seriesBoleta, seriesFactura }: NewTill) {
  const isCode = /^[A-Z0-9-]{1,20}$/.test(code);
  return {
    code: isCode ? null : 'De 1 a 20: A-Z, 0-9 y guion.',
    name: name.trim() === '' ? 'Escriba el nombre.' : null,
    seriesBoleta: /^B[A-Z0-9]{3}$/.test(seriesBoleta) ? null : 'B y tres más, como B003.',
    seriesFactura: /^F[A-Z0-9]{3}$/.test(seriesFactura) ? null : 'F y tres más, como F003.',
  };
}

/** Adds a till; its series are for ever. */
export function NewTillDialog({ onClose }: { onClose: () => void }) {
  const [till, setTill] = useState(EMPTY);
  const errors = useFormErrors(FIELDS);
  const { send, isSending } = useSend(CREAR_CAJA_CAJAS);
  const field = (name: NewField, isCapital: boolean) => ({
    value: till[name],
    onValue: (value: string) =>
      setTill({ ...till, [name]: isCapital ? value.toUpperCase() : value }),
    error: errors.of(name),
  });
  const submit = async () => {
    if (!errors.set(problemsOf(till))) return;
    const result = await send({ input: { ...till, name: till.name.trim() } });
    if (!errors.judge(result, (data) => data.crearCaja?.userErrors)) return;
    toast('Caja creada');
    onClose();
  };
  return (
    <FormDialog
      title="Nueva caja"
      subtitle="El código y las series no cambian después."
      action="Crear caja"
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField label="Nombre" maxLength={NAME_CHARACTERS} {...field('name', false)} />
      <TextField label="Código" maxLength={CODE_CHARACTERS} {...field('code', true)} />
      <div className="form__row">
        <TextField
          label="Serie de boletas"
          placeholder="B003"
          maxLength={SERIES_CHARACTERS}
          {...field('seriesBoleta', true)}
        />
        <TextField
          label="Serie de facturas"
          placeholder="F003"
          maxLength={SERIES_CHARACTERS}
          {...field('seriesFactura', true)}
        />
      </div>
      <p className="help">Las series de las notas de crédito se asignan solas.</p>
    </FormDialog>
  );
}

/** Changes the name of a till, or takes it out of use. */
export function TillDialog({ till, onClose }: { till: Till; onClose: () => void }) {
  const { send, isSending } = useSend(ACTUALIZAR_CAJA_CAJAS);
  const isOpen = till.openSession !== null;
  const save = async (form: EditForm<NameField>, errors: FormErrors) => {
    const result = await send({ input: { id: till.id, ...nameChanges(form) } });
    const payloadOf = ({ actualizarCaja: payload }: ActualizarCajaCajasData) =>
      payload && { saved: payload.till, userErrors: payload.userErrors };
    const isDone = settleEdit(result, { form, errors }, payloadOf, nameValues);
    if (isDone) toast('Caja guardada');
    return isDone;
  };
  return (
    <NameDialog
      record={till}
      title={`Editar ${till.name}`}
      subtitle={till.code}
      noun="esta caja"
      activeLabel="Se usa"
      nameCharacters={NAME_CHARACTERS}
      {...(isOpen && { note: 'Está abierta: ciérrela en Arqueo antes de dejar de usarla.' })}
      isBusy={isSending}
      onSave={save}
      onClose={onClose}
    />
  );
}
