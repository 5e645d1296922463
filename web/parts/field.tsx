import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

interface FieldProps {
  label: string;
  /** A sentence under the field that says what it expects. */
  help?: ReactNode;
  /** The complaint about what was entered; null or left out while there is none. */
  error?: string | null | undefined;
}

/** The attributes that tie a control to its label, its help and its complaint. */
interface ControlProps {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** A label, one control, and what is to be said about it. */
export function Field({
  label,
  help,
  error,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const hasError = typeof error === 'string';
  const noteId = `${id}-nota`;
  const hasNote = hasError || help !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': hasError || undefined,
        'aria-describedby': hasNote ? noteId : undefined,
      })}
      {hasError ? (
        <p className="error" id={noteId}>
          {error}
        </p>
      ) : (
        help !== undefined && (
          <p className="help" id={noteId}>
            {help}
          </p>
        )
      )}
    </div>
  );
}

type TextFieldProps = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'id'> & {
    value: string;
    onValue: (value: string) => void;
    /** Right-aligned, for amounts and counts. */
    isNumber?: boolean;
  };

/** A field for one line of text. */
export function TextField({
  label,
  help,
  error,
  value,
  onValue,
  isNumber = false,
  className,
  ...input
}: TextFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <input
          autoComplete="off"
          {...(isNumber && { inputMode: 'decimal' as const })}
          {...input}
          {...control}
          className={`input ${isNumber ? 'input--num' : ''} ${className ?? ''}`}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}

interface Choice {
  value: string;
  label: string;
}

/** A field that takes one of a few values. */
export function SelectField({
  label,
  help,
  error,
  value,
  onValue,
  choices,
  isDisabled = false,
}: FieldProps & {
  value: string;
  onValue: (value: string) => void;
  choices: readonly Choice[];
  isDisabled?: boolean;
}) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <select
          {...control}
          className="input"
          value={value}
          disabled={isDisabled}
          onChange={(event) => onValue(event.target.value)}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A field for some lines of text. */
export function TextAreaField({
  label,
  help,
  error,
  value,
  onValue,
  maxLength,
}: FieldProps & { value: string; onValue: (value: string) => void; maxLength?: number }) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <textarea
          {...control}
          className="input"
          maxLength={maxLength}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}

/** A choice of yes or no that takes effect with the form. */
export function SwitchField({
  label,
  isOn,
  onToggle,
}: {
  label: string;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
}) {
  return (
    <label className="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        onChange={(event) => onToggle(event.target.checked)}
      />
      {label}
    </label>
  );
}
