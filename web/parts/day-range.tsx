import { useId } from 'react';
import { today } from '../words/format.ts';

/** Two days that bound a list; either may be left empty. */
export function DayRange({
  from,
  to,
  onChange,
}: {
  /** Such as "2026-11-27", or empty. */
  from: string;
  to: string;
  onChange: (from: string, to: string) => void;
}) {
  const id = useId();
  return (
    <fieldset className="day-range">
      <legend className="sr">Días</legend>
      <label htmlFor={`${id}-desde`}>Desde</label>
      <input
        className="input input--fit"
        id={`${id}-desde`}
        type="date"
        max={to || today()}
        value={from}
        onChange={({ target }) => onChange(target.value, to)}
      />
      <label htmlFor={`${id}-hasta`}>hasta</label>
      <input
        className="input input--fit"
        id={`${id}-hasta`}
        type="date"
        min={from}
        max={today()}
        value={to}
        onChange={({ target }) => onChange(from, target.value)}
      />
    </fieldset>
  );
}
