import { useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Banner } from '../parts/states.tsx';
import { lockScreen, signOut, useUser } from '../session/session.ts';
import { labelOf, ROLES } from '../words/labels.ts';
import { chooseTheme, chosenTheme, type Theme } from './theme.ts';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['SYSTEM', 'Sistema'],
  ['LIGHT', 'Claro'],
  ['DARK', 'Oscuro'],
];

/** The theme, the lock, the password and the way out of who is signed in. */
export function AccountDialog({
  onClose,
  onPassword,
}: {
  onClose: () => void;
  onPassword: () => void;
}) {
  const user = useUser();
  const [theme, setTheme] = useState(chosenTheme);
  const [refusal, setRefusal] = useState<string | null>(null);
  return (
    <Dialog
      title={user.name}
      subtitle={`${user.email} · ${user.roles.map((role) => labelOf(ROLES, role)).join(', ')}`}
      onClose={onClose}
      foot={
        <>
          <button type="button" className="btn" onClick={onPassword}>
            Cambiar contraseña…
          </button>
          <button
            type="button"
            className="btn"
            onClick={() => {
              onClose();
              lockScreen();
            }}
          >
            Bloquear
          </button>
          <button
            type="button"
            className="btn btn--primary"
            onClick={() => void signOut().then(setRefusal)}
          >
            Cerrar sesión
          </button>
        </>
      }
    >
      <div className="stack">
        {refusal !== null && (
          <Banner tone="warn" title="La sesión sigue abierta">
            {refusal}
          </Banner>
        )}
        <div className="field">
          <span className="label" id="tema">
            Tema
          </span>
          <div className="seg" role="radiogroup" aria-labelledby="tema">
            {THEMES.map(([value, label]) => (
              // biome-ignore lint/a11y/useSemanticElements: drawn as one bar of segments.
              <button
                key={value}
                type="button"
                className="seg__item"
                role="radio"
                aria-checked={theme === value}
                onClick={() => {
                  chooseTheme(value);
                  setTheme(value);
                }}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
      </div>
    </Dialog>
  );
}
