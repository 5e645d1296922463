import { Icon } from '../parts/icon.tsx';
import type { PadKey } from './count.ts';

const DIGITS: readonly PadKey[] = ['7', '8', '9', '4', '5', '6', '1', '2', '3'];

/** Digits for fingers; the field that was counted last takes them. */
export function Keypad({ onKey, onNext }: { onKey: (key: PadKey) => void; onNext: () => void }) {
  return (
    <fieldset className="keypad">
      <legend className="sr">Teclado numérico</legend>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className="key" onClick={() => onKey(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" className="key" aria-label="Borrar" onClick={() => onKey('ERASE')}>
        <Icon name="erase" />
      </button>
      <button type="button" className="key" onClick={() => onKey('0')}>
        0
      </button>
      <button type="button" className="key" aria-label="Siguiente denominación" onClick={onNext}>
        <Icon name="down" />
      </button>
    </fieldset>
  );
}
