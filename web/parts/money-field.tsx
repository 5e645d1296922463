import { Field } from './field.tsx';

/** A field for an amount in soles. */
export function MoneyField({
  label,
  help,
  error,
  value,
  onValue,
}: {
  label: string;
  help?: string;
  error?: string | null;
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <div className="affix">
          <span className="pre">S/</span>
          <input
            {...control}
            className="input input--num"
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
            value={value}
            onChange={(event) => onValue(event.target.value)}
          />
        </div>
      )}
    </Field>
  );
}
