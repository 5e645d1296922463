import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { ACTUALIZAR_USUARIO_USUARIOS } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';

/** Gives a new password to somebody who has forgotten the old one. */
export function SetPasswordDialog({
  user: { id, name, version },
  onClose,
}: {
  user: { id: string; name: string; version: number };
  onClose: () => void;
}) {
  const [password, setPassword] = useState('');
  const errors = useFormErrors(['password']);
  const { send, isSending } = useSend(ACTUALIZAR_USUARIO_USUARIOS);
  const submit = async () => {
    const result = await send({ input: { id, version, password } });
    if (!errors.judge(result, (data) => data.actualizarUsuario?.userErrors)) return;
    toast('Contraseña puesta');
    onClose();
  };
  return (
    <FormDialog
      title={`Contraseña de ${name}`}
      subtitle="Sus sesiones terminan; entra con la nueva."
      action="Poner contraseña"
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label="Contraseña nueva"
        type="password"
        autoComplete="new-password"
        help="Entre 8 y 128 caracteres."
        value={password}
        onValue={setPassword}
        error={errors.of('password')}
      />
    </FormDialog>
  );
}
