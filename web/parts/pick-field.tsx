import { useEffect, useId, useRef, useState } from 'react';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';

/** One of many records, as a field names it. */
export interface Choosable {
  id: string;
  name: string;
  /** A second line: a code, a document number. */
  detail?: string | null;
}

/** A pause in typing after which the search runs, in ms. */
const PAUSE_MS = 200;

/**
 * A field that takes one of many records: it searches while one types. The arrows choose among what
 * was found, Enter takes it, Esc leaves it.
 * @param useFound reads what a search finds; it is a hook
 */
export function PickField({
  label,
  help,
  error,
  chosen,
  onChoose,
  useFound,
  placeholder,
}: {
  label: string;
  help?: string;
  error?: string | null;
  chosen: Choosable | null;
  onChoose: (choice: Choosable | null) => void;
  useFound: (search: string) => readonly Choosable[];
  placeholder: string;
}) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => <Pick {...{ control, chosen, onChoose, useFound, placeholder }} />}
    </Field>
  );
}

/** The same as a filter over a list: its label is only heard. */
export function PickFilter({
  label,
  ...rest
}: Omit<PickProps, 'control'> & {
  label: string;
}) {
  const id = useId();
  return (
    <div className="pick-filter">
      <label className="sr" htmlFor={id}>
        {label}
      </label>
      <Pick {...rest} control={{ id }} />
    </div>
  );
}

interface SearchProps {
  control: { id: string };
  placeholder: string;
  useFound: (search: string) => readonly Choosable[];
  onChoose: (choice: Choosable) => void;
}

interface PickProps extends Omit<SearchProps, 'onChoose'> {
  chosen: Choosable | null;
  onChoose: (choice: Choosable | null) => void;
}

function Pick({ control, chosen, onChoose, useFound, placeholder }: PickProps) {
  if (chosen === null) return <Search {...{ control, placeholder, useFound, onChoose }} />;
  return (
    <div className="picked">
      <input {...control} className="input" readOnly value={chosen.name} />
      <button
        type="button"
        className="btn btn--quiet btn--icon"
        aria-label={`Quitar ${chosen.name}`}
        onClick={() => onChoose(null)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function Search({ control, placeholder, useFound, onChoose }: SearchProps) {
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = useFound(usePaused(typed.trim()));
  const shown = isOpen ? found : [];
  const active = shown[Math.min(at, shown.length - 1)];
  const activeId = active === undefined ? undefined : `${listId}-${active.id}`;
  useEffect(() => {
    if (activeId !== undefined) {
      document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
    }
  }, [activeId]);
  const onKey = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setAt(Math.max(0, Math.min(at + step, found.length - 1)));
    }
    if (event.key === 'Enter' && active !== undefined) {
      event.preventDefault();
      onChoose(active);
    }
    if (event.key === 'Escape' && shown.length > 0) {
      // The dialog or the panel around it stays.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="pick">
      <input
        {...control}
        className="input"
        role="combobox"
        autoComplete="off"
        maxLength={100}
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-activedescendant={activeId}
        placeholder={placeholder}
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={({ target }) => {
          setTyped(target.value);
          setOpen(true);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div
        id={listId}
        className="pick__list"
        role="listbox"
        aria-label="Resultados"
        hidden={shown.length === 0}
      >
        {shown.map((choice) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
          <div
            key={choice.id}
            id={`${listId}-${choice.id}`}
            className="pick__choice"
            role="option"
            aria-selected={choice.id === active?.id}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice)}
          >
            <span>{choice.name}</span>
            {choice.detail && <span className="sub">{choice.detail}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

/** A text as it was when the typing last paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    timer.current = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer.current);
  }, [text]);
  return paused;
}
