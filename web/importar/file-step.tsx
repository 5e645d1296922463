import { useId, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { Banner } from '../parts/states.tsx';
import { count } from '../words/format.ts';
import { MAX_ROWS } from './csv-table.ts';
import type { ReadFile } from './importar-page.tsx';
import { readFile } from './read-file.ts';
import { downloadTemplate } from './tables.ts';

const MAX_BYTES = 20 * 1024 * 1024;

/** Takes a file, by a click or dropped; it is read here and nothing leaves the browser. */
export function FileStep({ onRead }: { onRead: (file: ReadFile) => void }) {
  const id = useId();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setReading(true);
    const outcome = await tryToRead(file);
    setReading(false);
    if (typeof outcome === 'string') setRefusal(outcome);
    else onRead(outcome);
  };
  return (
    <main className="page">
      <div className="import-start">
        {refusal !== null && (
          <Banner tone="danger" title="No se pudo usar el archivo">
            {refusal}
          </Banner>
        )}
        <label
          className="card drop"
          htmlFor={id}
          data-over={isOver || undefined}
          aria-busy={isReading}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void take(event.dataTransfer.files[0]);
          }}
        >
          <Icon name="importar" />
          <strong>
            {isReading ? 'Leyendo el archivo…' : 'Elija un archivo CSV o suéltelo aquí'}
          </strong>
          <span className="soft">
            De Excel: Archivo, Guardar como, CSV. Hasta {count(MAX_ROWS)} filas.
          </span>
          <input
            className="sr"
            id={id}
            type="file"
            accept=".csv,.txt,text/csv"
            disabled={isReading}
            onChange={({ target }) => {
              void take(target.files?.[0]);
              target.value = '';
            }}
          />
        </label>
        <section className="card card--padded import-how" aria-label="Cómo funciona">
          <h2>Cómo funciona</h2>
          <ul>
            <li>La primera fila nombra las columnas; usted confirma cuál es cuál.</li>
            <li>Un SKU que ya existe se actualiza; uno nuevo se crea.</li>
            <li>Una celda vacía no cambia nada.</li>
            <li>El stock inicial vale solo para productos nuevos.</li>
            <li>Antes de enviar se ve qué pasará con cada fila.</li>
          </ul>
          <button type="button" className="btn" onClick={downloadTemplate}>
            <Icon name="download" />
            Descargar plantilla
          </button>
        </section>
      </div>
    </main>
  );
}

/** @returns the file, or a sentence that says why it cannot be used */
async function tryToRead(file: File): Promise<ReadFile | string> {
  if (file.size > MAX_BYTES) return 'Pesa más de 20 MB. Divídalo en varios.';
  if (/\.(xlsx?|ods)$/i.test(file.name)) {
    return 'Es un libro de cálculo. Guárdelo como CSV y elija ese archivo.';
  }
  const table = await readFile(file);
  if (table === null)
    return 'No tiene filas: la primera nombra las columnas, las demás son productos.';
  if (table.rows.length > MAX_ROWS) {
    const limit = `el máximo es ${count(MAX_ROWS)}`;
    return `Tiene ${count(table.rows.length)} filas y ${limit}. Divídalo en varios.`;
  }
  return { ...table, name: file.name };
}
