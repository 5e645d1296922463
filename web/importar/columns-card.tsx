import { useId } from 'react';
import { Icon } from '../parts/icon.tsx';
import {
  FIELD_LABELS,
  IMPORT_FIELDS,
  type ImportField,
  type Mapping,
  withField,
} from './columns.ts';
import type { ReadFile } from './importar-page.tsx';

export interface ColumnsProps {
  file: ReadFile;
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
}

/** The columns of the file, each with the field of a product that it holds. */
export function ColumnsCard({ file, mapping, onMapping }: ColumnsProps) {
  const id = useId();
  const chosen = mapping.filter((field) => field !== null).length;
  return (
    <section className="card" aria-label="Columnas">
      <div className="card__head import-head">
        <h2>Columnas del archivo</h2>
        <span className={mapping.includes('sku') ? 'badge badge--ok' : 'badge badge--warn'}>
          {chosen} de {mapping.length}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys. */}
      <section className="import-columns" tabIndex={0} aria-label="Correspondencia de columnas">
        {file.header.map((name, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
          <div key={at} className="map">
            <label className="code clip" htmlFor={`${id}-${at}`} title={name}>
              {name}
            </label>
            <Icon name="next" size={16} />
            <select
              className="input"
              id={`${id}-${at}`}
              value={mapping[at] ?? ''}
              onChange={({ target }) =>
                onMapping(withField(mapping, at, (target.value || null) as ImportField | null))
              }
            >
              <option value="">No importar</option>
              {IMPORT_FIELDS.map((field) => (
                <option key={field} value={field}>
                  {FIELD_LABELS[field]}
                </option>
              ))}
            </select>
          </div>
        ))}
      </section>
      <p className="small muted import-note">
        Se recuerda para el próximo archivo con estas columnas. Letras: {file.encoding}.
      </p>
    </section>
  );
}
