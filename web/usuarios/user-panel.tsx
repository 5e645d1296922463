import { useState } from 'react';
import { useReading, useSend } from '../gateway/queries.ts';
import type { Role, UsuarioDetalleData } from '../generated/operations.ts';
import {
  ACTUALIZAR_USUARIO_USUARIOS,
  DESACTIVAR_USUARIO_USUARIOS,
  USUARIO_DETALLE,
} from '../generated/operations.ts';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { useEditForm } from '../parts/edit-form.ts';
import { TextField } from '../parts/field.tsx';
import type { FormValues } from '../parts/merge-edits.ts';
import { RecordPanel } from '../parts/record-panel.tsx';
import { settleEdit } from '../parts/settle-edit.ts';
import { SidePanel } from '../parts/side-panel.tsx';
import { StaleBlock } from '../parts/stale-block.tsx';
import { Banner } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useLeave } from '../parts/use-leave.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { useUser } from '../session/session.ts';
import { dayAndTime } from '../words/format.ts';
import { labelOf, ROLES } from '../words/labels.ts';
import { SetPasswordDialog } from './set-password-dialog.tsx';
import {
  linkId,
  linkName,
  linkText,
  RoleFields,
  USER_PATHS,
  type UserField,
} from './user-fields.tsx';

type UserDetail = NonNullable<UsuarioDetalleData['usuario']>;

const LABELS: Readonly<Record<UserField, string>> = {
  name: 'Nombre',
  email: 'Correo',
  roles: 'Roles',
  seller: 'Vende como',
  customer: 'Ve las compras de',
};

function valuesOf({ name, email, roles, seller, customer }: UserDetail): FormValues<UserField> {
  return {
    name,
    email,
    roles: [...roles].sort().join(),
    seller: linkText(seller),
    customer: linkText(customer),
  };
}

function shownText(field: UserField, value: string): string {
  if (field === 'seller' || field === 'customer') return linkName(value);
  if (field !== 'roles') return value;
  return value
    .split(',')
    .map((role) => labelOf(ROLES, role))
    .join(', ');
}

/** The account beside the list. */
export function UserPanel({ userId, onClose }: { userId: string; onClose: () => void }) {
  const reading = useReading(USUARIO_DETALLE, { id: userId });
  return (
    <RecordPanel
      reading={reading}
      pick={(data) => data.usuario}
      nouns={{ missing: 'Esta cuenta no existe', failed: 'No se pudo leer la cuenta' }}
      onClose={onClose}
    >
      {(user) => <UserForm user={user} onClose={onClose} />}
    </RecordPanel>
  );
}

/** The part of the input that holds what was changed. */
function inputOf(changes: Partial<Record<UserField, string>>) {
  const { name, email, roles, seller, customer } = changes;
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(roles !== undefined && { roles: roles.split(',').filter(Boolean) as Role[] }),
    ...(seller !== undefined && { sellerId: linkId(seller) }),
    ...(customer !== undefined && { customerId: linkId(customer) }),
  };
}

function UserForm({ user, onClose }: { user: UserDetail; onClose: () => void }) {
  const form = useEditForm(valuesOf(user), user.version);
  const errors = useFormErrors(USER_PATHS);
  const { send, isSending } = useSend(ACTUALIZAR_USUARIO_USUARIOS);
  const [asked, setAsked] = useState<'PASSWORD' | 'STATE' | null>(null);
  const { leave, question } = useLeave(form.isChanged, onClose);
  const save = async () => {
    const { id } = user;
    const input = { id, version: form.version, ...inputOf(form.changes) };
    const result = await send({ input });
    const isDone = settleEdit(
      result,
      { form, errors },
      ({ actualizarUsuario: edit }) => edit && { saved: edit.user, userErrors: edit.userErrors },
      valuesOf,
    );
    if (!isDone) return;
    toast('Cuenta guardada');
    onClose();
  };
  const panel = (
    <SidePanel
      title={user.name}
      subtitle={`Creada el ${dayAndTime(user.createdAt)}`}
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
            {form.isChanged ? 'Guardar cuenta' : 'Sin cambios'}
          </button>
        </>
      }
    >
      <div className="form">
        <StaleBlock form={form} noun="esta cuenta" labels={LABELS} show={shownText} />
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        {!user.active && (
          <Banner tone="info" icon="lock" title="Cuenta desactivada">
            Nadie puede entrar con ella.
          </Banner>
        )}
        <TextField
          label={LABELS.name}
          maxLength={200}
          value={form.values.name}
          onValue={(text) => form.set('name', text)}
          error={errors.of('name')}
        />
        <TextField
          label={LABELS.email}
          type="email"
          maxLength={254}
          value={form.values.email}
          onValue={(text) => form.set('email', text)}
          error={errors.of('email')}
        />
        <RoleFields values={form.values} set={form.set} errors={errors} />
        <p className="small muted">Cambiar los roles cierra las sesiones de esta cuenta.</p>
        <AccountActions user={user} onAsk={setAsked} />
      </div>
    </SidePanel>
  );
  return (
    <>
      {panel}
      {question}
      {asked === 'PASSWORD' && <SetPasswordDialog user={user} onClose={() => setAsked(null)} />}
      {asked === 'STATE' && <StateDialog user={user} onClose={() => setAsked(null)} />}
    </>
  );
}

function AccountActions({
  user,
  onAsk,
}: {
  user: UserDetail;
  onAsk: (what: 'PASSWORD' | 'STATE') => void;
}) {
  const isOwn = useUser().id === user.id;
  return (
    <div className="bar">
      <button type="button" className="btn" onClick={() => onAsk('PASSWORD')}>
        Poner contraseña…
      </button>
      {isOwn ? (
        <span className="small muted">Su propia cuenta no se desactiva.</span>
      ) : (
        <button
          type="button"
          className={user.active ? 'btn btn--danger' : 'btn'}
          onClick={() => onAsk('STATE')}
        >
          {user.active ? 'Desactivar…' : 'Activar…'}
        </button>
      )}
    </div>
  );
}

/** Asks before an account is kept from signing in, or let in again. */
function StateDialog({ user, onClose }: { user: UserDetail; onClose: () => void }) {
  const errors = useFormErrors([]);
  const deactivating = useSend(DESACTIVAR_USUARIO_USUARIOS);
  const activating = useSend(ACTUALIZAR_USUARIO_USUARIOS);
  const confirm = async () => {
    const { id, version, active } = user;
    const isDone = active
      ? errors.judge(
          await deactivating.send({ input: { id } }),
          (data) => data.desactivarUsuario?.userErrors,
        )
      : errors.judge(
          await activating.send({ input: { id, version, active: true } }),
          (data) => data.actualizarUsuario?.userErrors,
        );
    if (!isDone) return;
    toast(active ? 'Cuenta desactivada' : 'Cuenta activada');
    onClose();
  };
  return (
    <ConfirmDialog
      title={user.active ? `Desactivar a ${user.name}` : `Activar a ${user.name}`}
      action={user.active ? 'Desactivar cuenta' : 'Activar cuenta'}
      isDanger={user.active}
      isBusy={deactivating.isSending || activating.isSending}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <div className="form">
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        <p>
          {user.active
            ? 'Sus sesiones terminan ahora y no podrá entrar. Lo que hizo se conserva.'
            : 'Podrá entrar otra vez con su contraseña.'}
        </p>
      </div>
    </ConfirmDialog>
  );
}
