import { useState } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Screen } from './screens.ts';

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

/** Ctrl+K: every screen by its name. On a phone it is the menu. */
export function GoToDialog({
  screens,
  onClose,
}: {
  screens: readonly Screen[];
  onClose: () => void;
}) {
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const found = screens.filter(({ title }) => fold(title).includes(fold(typed.trim())));
  const open = (screen: Screen | undefined) => {
    if (screen === undefined) return;
    onClose();
    navigate(screen.path);
  };
  return (
    <Dialog title="Ir a…" onClose={onClose} onSubmit={() => open(found[0])}>
      <div className="stack">
        <input
          className="input"
          aria-label="Pantalla"
          placeholder="Nombre de la pantalla"
          autoComplete="off"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <ul className="menu">
          {found.map((screen) => (
            <li key={screen.path}>
              <button
                type="button"
                className="btn btn--quiet btn--start"
                onClick={() => open(screen)}
              >
                <Icon name={screen.icon} />
                {screen.title}
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="soft">Ninguna pantalla se llama así.</p>}
      </div>
    </Dialog>
  );
}
