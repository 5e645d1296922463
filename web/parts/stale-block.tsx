import { useId } from 'react';
import type { EditForm } from './edit-form.ts';
import { Banner } from './states.tsx';

/**
 * Says on top of a form that somebody else saved the record meanwhile, and asks for each field that
 * both changed which of the two stays. It is empty while nobody did.
 */
export function StaleBlock<Name extends string>({
  form,
  noun,
  labels,
  show = (_field, value) => value,
}: {
  form: EditForm<Name>;
  /** With its article: "este producto". */
  noun: string;
  /** The label of each field's control. */
  labels: Readonly<Record<Name, string>>;
  /** Writes a value as people read it. */
  show?: (field: Name, value: string) => string;
}) {
  const group = useId();
  if (!form.isRebased) return null;
  if (form.conflicts.length === 0) {
    return (
      <Banner tone="warn" title={`Otra persona cambió ${noun} mientras usted lo editaba`}>
        No tocaron lo mismo: se conserva lo de ambos. Revise y guarde otra vez.
      </Banner>
    );
  }
  return (
    <div className="banner banner--warn banner--stale" role="alert">
      <div>
        <strong>Otra persona cambió {noun} mientras usted lo editaba</strong>
        <p className="small">Elija qué versión queda. El resto de lo que escribió se conserva.</p>
      </div>
      {form.conflicts.map(({ field, mine, saved }) => (
        <fieldset key={field}>
          <legend className="label">{labels[field]}</legend>
          <div className="versions">
            <Version
              group={`${group}-${field}`}
              text={show(field, mine)}
              whose="Lo suyo"
              isChosen={form.values[field] !== saved}
              onChoose={() => form.set(field, mine)}
            />
            <Version
              group={`${group}-${field}`}
              text={show(field, saved)}
              whose="Lo guardado"
              isChosen={form.values[field] === saved}
              onChoose={() => form.set(field, saved)}
            />
          </div>
        </fieldset>
      ))}
    </div>
  );
}

interface VersionProps {
  group: string;
  text: string;
  whose: string;
  isChosen: boolean;
  onChoose: () => void;
}

function Version({ group, text, whose, isChosen, onChoose }: VersionProps) {
  return (
    <label className="version">
      <input className="radio" type="radio" name={group} checked={isChosen} onChange={onChoose} />
      <span>
        <strong>{text === '' ? '(vacío)' : text}</strong>
        <span className="sub">{whose}</span>
      </span>
    </label>
  );
}
