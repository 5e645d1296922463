import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { CREAR_USUARIO_USUARIOS, type Role } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { linkId, RoleFields, USER_PATHS, type UserField } from './user-fields.tsx';

const EMPTY: Readonly<Record<UserField, string>> = {
  name: '',
  email: '',
  roles: 'VENDEDOR',
  seller: '',
  customer: '',
};

/** Makes an account with its first password, which its owner changes later. */
export function NewUserDialog({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (id: string) => void;
}) {
  const [values, setValues] = useState(EMPTY);
  const [password, setPassword] = useState('');
  const errors = useFormErrors(USER_PATHS);
  const { send, isSending } = useSend(CREAR_USUARIO_USUARIOS);
  const set = (field: UserField, value: string) =>
    setValues((before) => ({ ...before, [field]: value }));
  const submit = async () => {
    const result = await send({
      input: {
        name: values.name,
        email: values.email,
        password,
        roles: values.roles.split(',').filter(Boolean) as Role[],
        sellerId: linkId(values.seller),
        customerId: linkId(values.customer),
      },
    });
    if (!errors.judge(result, (data) => data.crearUsuario?.userErrors)) return;
    if (result.kind !== 'ANSWERED' || !result.data.crearUsuario?.user) return;
    toast('Cuenta creada');
    onMade(result.data.crearUsuario.user.id);
  };
  return (
    <FormDialog
      title="Nueva cuenta"
      action="Crear cuenta"
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label="Nombre"
        maxLength={200}
        value={values.name}
        onValue={(text) => set('name', text)}
        error={errors.of('name')}
      />
      <TextField
        label="Correo"
        type="email"
        maxLength={254}
        help="Con él se entra al sistema."
        value={values.email}
        onValue={(text) => set('email', text)}
        error={errors.of('email')}
      />
      <TextField
        label="Contraseña inicial"
        type="password"
        autoComplete="new-password"
        help="Entre 8 y 128 caracteres. Su dueño la cambia desde su menú."
        value={password}
        onValue={setPassword}
        error={errors.of('password')}
      />
      <RoleFields values={values} set={set} errors={errors} />
    </FormDialog>
  );
}
