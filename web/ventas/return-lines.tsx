import { useId } from 'react';
import { SwitchField } from '../parts/field.tsx';
import {
  entryProblem,
  type LineEntry,
  type ReturnableLine,
  type ReturnEntries,
  returnableOf,
} from './return-plan.ts';

interface NamedLine extends ReturnableLine {
  productName: string;
  sku: string;
}

const NOTHING: LineEntry = { units: '', isRestocked: true };

/** Asks for each line of a sale how much of it comes back, and whether that is sold again. */
export function ReturnLines({
  lines,
  entries,
  mayKeepOffSale,
  onEntries,
}: {
  lines: readonly NamedLine[];
  entries: ReturnEntries;
  mayKeepOffSale: boolean;
  onEntries: (entries: ReturnEntries) => void;
}) {
  const all = Object.fromEntries(
    lines.map((line) => [
      line.lineNumber,
      { ...NOTHING, ...entries[line.lineNumber], units: String(returnableOf(line)) },
    ]),
  );
  return (
    <section aria-label="Lo que vuelve">
      <div className="bar return-head">
        <h3>Lo que vuelve</h3>
        <button type="button" className="btn btn--small push" onClick={() => onEntries(all)}>
          Todo
        </button>
      </div>
      <ul className="return-lines">
        {lines.map((line) => (
          <ReturnLine
            key={line.lineNumber}
            line={line}
            entry={entries[line.lineNumber] ?? NOTHING}
            mayKeepOffSale={mayKeepOffSale}
            onEntry={(entry) => onEntries({ ...entries, [line.lineNumber]: entry })}
          />
        ))}
      </ul>
      {!mayKeepOffSale && (
        <p className="help">Vuelve al stock. Lo dañado lo recibe un administrador.</p>
      )}
    </section>
  );
}

function ReturnLine({
  line,
  entry,
  mayKeepOffSale,
  onEntry,
}: {
  line: NamedLine;
  entry: LineEntry;
  mayKeepOffSale: boolean;
  onEntry: (entry: LineEntry) => void;
}) {
  const id = useId();
  const problem = entryProblem(line, entry);
  const left = returnableOf(line);
  return (
    <li>
      <label className="return-lines__what" htmlFor={id}>
        {line.productName}
        <span className="sub code">{line.sku}</span>
      </label>
      {mayKeepOffSale && (
        <SwitchField
          label="Vuelve al stock"
          isOn={entry.isRestocked}
          onToggle={(isRestocked) => onEntry({ ...entry, isRestocked })}
        />
      )}
      <div className="return-lines__units">
        <input
          id={id}
          className="input input--num"
          inputMode="numeric"
          autoComplete="off"
          placeholder="0"
          value={entry.units}
          aria-invalid={problem !== null || undefined}
          aria-describedby={`${id}-nota`}
          onChange={({ target }) => onEntry({ ...entry, units: target.value })}
        />
        <span id={`${id}-nota`} className={problem === null ? 'help' : 'error'}>
          {problem ?? `de ${left}`}
        </span>
      </div>
    </li>
  );
}
