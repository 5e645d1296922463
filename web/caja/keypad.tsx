import { Icon } from '../parts/icon.tsx';

const KEYS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '.', '0'] as const;

/** Digits for fingers; the keyboard writes into the field itself. */
export function Keypad({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const press = (key: string) => {
    if (key === '.' && value.includes('.')) return;
    onValue(value + key);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be this grid.
    <div className="keypad" role="group" aria-label="Teclado numérico">
      {KEYS.map((key) => (
        <button key={key} type="button" className="key" onClick={() => press(key)}>
          {key}
        </button>
      ))}
      <button
        type="button"
        className="key"
        aria-label="Borrar"
        onClick={() => onValue(value.slice(0, -1))}
      >
        <Icon name="erase" />
      </button>
    </div>
  );
}
