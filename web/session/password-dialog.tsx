import { useState } from 'react';
import { call } from '../gateway/call.ts';
import { CAMBIAR_CLAVE_WEB } from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { Banner } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { signIn, useUser } from './session.ts';

/** A new password for who is signed in. Every session of theirs ends; this one begins anew. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const user = useUser();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const errors = useFormErrors(['currentPassword', 'newPassword']);
  const [isSending, setSending] = useState(false);
  const submit = async () => {
    setSending(true);
    const input = { currentPassword: current, newPassword: next };
    const result = await call(CAMBIAR_CLAVE_WEB, { input });
    setSending(false);
    if (!errors.judge(result, (data) => data.cambiarClave?.userErrors)) return;
    await signIn(user.email, next);
    toast('Contraseña cambiada');
    onClose();
  };
  return (
    <Dialog
      title="Cambiar contraseña"
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" className="btn btn--quiet" onClick={onClose}>
            Volver
          </button>
          <button type="submit" className="btn btn--primary" aria-busy={isSending}>
            Cambiar contraseña
          </button>
        </>
      }
    >
      <div className="form">
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        <TextField
          label="Contraseña actual"
          type="password"
          autoComplete="current-password"
          value={current}
          onValue={setCurrent}
          error={errors.of('currentPassword')}
        />
        <TextField
          label="Contraseña nueva"
          type="password"
          autoComplete="new-password"
          help="Entre 8 y 128 caracteres."
          value={next}
          onValue={setNext}
          error={errors.of('newPassword')}
        />
      </div>
    </Dialog>
  );
}
