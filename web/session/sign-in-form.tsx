import { useState } from 'react';
import { TextField } from '../parts/field.tsx';
import { failureText } from '../parts/states.tsx';
import { signIn } from './session.ts';

/** Asks for the password, and for the address where it is not known. */
export function SignInForm({ email: known, action }: { email?: string; action: string }) {
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setError(null);
    const outcome = await signIn(email.trim(), password);
    setBusy(false);
    if (outcome.kind === 'OK') return;
    setError(outcome.kind === 'NO_ANSWER' ? failureText(outcome) : outcome.message);
  };
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {known === undefined && (
        <TextField
          label="Correo"
          type="email"
          autoComplete="username"
          value={email}
          onValue={setEmail}
        />
      )}
      <TextField
        label="Contraseña"
        type="password"
        autoComplete="current-password"
        value={password}
        onValue={setPassword}
        error={error}
      />
      <button type="submit" className="btn btn--primary btn--block" aria-busy={isBusy}>
        {action} <kbd className="kbd">Enter</kbd>
      </button>
    </form>
  );
}
