import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import {
  ACTUALIZAR_VENDEDOR_VENDEDORES,
  type ActualizarVendedorVendedoresData,
  CREAR_VENDEDOR_VENDEDORES,
} from '../generated/operations.ts';
import type { EditForm } from '../parts/edit-form.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { NameDialog, type NameField, nameChanges, nameValues } from '../parts/name-dialog.tsx';
import { settleEdit } from '../parts/settle-edit.ts';
import { toast } from '../parts/toast.tsx';
import { type FormErrors, useFormErrors } from '../parts/user-errors.ts';
import type { Seller } from './vendedores-page.tsx';

const NAME_CHARACTERS = 200;
const CODE_CHARACTERS = 20;

/** Adds a seller; the code is for ever. */
export function NewSellerDialog({ onClose }: { onClose: () => void }) {
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const errors = useFormErrors(['code', 'name']);
  const { send, isSending } = useSend(CREAR_VENDEDOR_VENDEDORES);
  const submit = async () => {
    const isGood = errors.set({
      code: code.trim() === '' ? 'Escriba el código.' : null,
      name: name.trim() === '' ? 'Escriba el nombre.' : null,
    });
    if (!isGood) return;
    const result = await send({ input: { code: code.trim(), name: name.trim() } });
    if (!errors.judge(result, (data) => data.crearVendedor?.userErrors)) return;
    toast('Vendedor creado');
    onClose();
  };
  return (
    <FormDialog
      title="Nuevo vendedor"
      subtitle="Para que entre con su cuenta, enlácelo en Usuarios."
      action="Crear vendedor"
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label="Nombre"
        maxLength={NAME_CHARACTERS}
        value={name}
        onValue={setName}
        error={errors.of('name')}
      />
      <TextField
        label="Código"
        help="No cambia después."
        maxLength={CODE_CHARACTERS}
        value={code}
        onValue={setCode}
        error={errors.of('code')}
      />
    </FormDialog>
  );
}

/** Changes the name of a seller, or says that they no longer sell. */
export function SellerDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const { send, isSending } = useSend(ACTUALIZAR_VENDEDOR_VENDEDORES);
  const save = async (form: EditForm<NameField>, errors: FormErrors) => {
    const result = await send({ input: { id: seller.id, ...nameChanges(form) } });
    const payloadOf = ({ actualizarVendedor: payload }: ActualizarVendedorVendedoresData) =>
      payload && { saved: payload.seller, userErrors: payload.userErrors };
    const isDone = settleEdit(result, { form, errors }, payloadOf, nameValues);
    if (isDone) toast('Vendedor guardado');
    return isDone;
  };
  return (
    <NameDialog
      record={seller}
      title={`Editar a ${seller.name}`}
      subtitle={seller.code}
      noun="este vendedor"
      activeLabel="Vende"
      nameCharacters={NAME_CHARACTERS}
      note="Quien ya no vende no aparece en la Caja; sus ventas quedan."
      isBusy={isSending}
      onSave={save}
      onClose={onClose}
    />
  );
}
