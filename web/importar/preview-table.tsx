import { useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { EmptyState } from '../parts/states.tsx';
import { count, money } from '../words/format.ts';
import type { ImportRow } from './import-rows.ts';
import type { JudgedRow, RowStatus } from './judge-lot.ts';
import { ROW_STATES } from './row-states.ts';

/** Rows that stand in the page at once: tens of thousands would make it slow. */
const PAGE_SIZE = 100;

interface TableProps {
  rows: readonly ImportRow[];
  judged: readonly (JudgedRow | null)[];
  /** Only rows with this outcome; null shows all. */
  shown: RowStatus | null;
}

/** The rows of the file and what each would do, a page at a time. */
export function PreviewTable({ rows, judged, shown }: TableProps) {
  const [page, setPage] = useState(0);
  const chosen = rows.flatMap((row, at) => {
    const outcome = judged[at] ?? null;
    return shown === null || outcome?.status === shown ? [{ row, outcome }] : [];
  });
  const from = Math.min(page, Math.max(0, Math.ceil(chosen.length / PAGE_SIZE) - 1)) * PAGE_SIZE;
  const visible = chosen.slice(from, from + PAGE_SIZE);
  if (visible.length === 0) {
    return (
      <EmptyState icon="file" title="Ninguna fila está así">
        Quite el filtro para ver las demás.
      </EmptyState>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys. */}
      <section className="table-scroll" tabIndex={0} aria-label="Tabla de filas">
        <table className="table">
          <caption className="sr">Filas del archivo y lo que harán</caption>
          <thead>
            <tr>
              <th scope="col" className="right">
                Fila
              </th>
              <th scope="col" className="wide">
                SKU
              </th>
              <th scope="col">Nombre</th>
              <th scope="col" className="right wide mid">
                Precio S/
              </th>
              <th scope="col" className="import-result">
                Resultado
              </th>
            </tr>
          </thead>
          <tbody>
            {visible.map(({ row, outcome }) => (
              <PreviewRow key={row.line} row={row} outcome={outcome} />
            ))}
          </tbody>
        </table>
      </section>
      {chosen.length > PAGE_SIZE && (
        <Pager
          from={from}
          total={chosen.length}
          onPage={(step) => setPage(from / PAGE_SIZE + step)}
        />
      )}
    </>
  );
}

function Pager({
  from,
  total,
  onPage,
}: {
  from: number;
  total: number;
  onPage: (step: number) => void;
}) {
  const to = Math.min(from + PAGE_SIZE, total);
  return (
    <div className="pager">
      <button
        type="button"
        className="btn btn--quiet btn--icon"
        aria-label="Filas anteriores"
        disabled={from === 0}
        onClick={() => onPage(-1)}
      >
        <Icon name="previous" />
      </button>
      <span className="num">
        {count(from + 1)}–{count(to)} de {count(total)}
      </span>
      <button
        type="button"
        className="btn btn--quiet btn--icon"
        aria-label="Filas siguientes"
        disabled={to === total}
        onClick={() => onPage(1)}
      >
        <Icon name="next" />
      </button>
    </div>
  );
}

function PreviewRow({ row, outcome }: { row: ImportRow; outcome: JudgedRow | null }) {
  const { line, input, givenPrice } = row;
  const state = ROW_STATES.find(({ status }) => status === outcome?.status);
  const isRefused = outcome?.status === 'FAILED';
  return (
    <tr data-state={isRefused ? 'error' : undefined}>
      <td className="right soft">{line}</td>
      <td className="code wide fit">
        {input.sku ?? <span className="strong danger-text">vacío</span>}
      </td>
      <td>
        <span className="clip import-name">{input.name ?? <span className="muted">—</span>}</span>
        <span className="sub code only-phone">{input.sku}</span>
      </td>
      <td className="right wide mid">{input.price ? money(input.price) : givenPrice}</td>
      <td>
        {state === undefined ? (
          <span className="muted">Por revisar</span>
        ) : (
          <span className={`badge ${state.badge}`}>{state.one}</span>
        )}
        {outcome?.notes.map((note) => (
          <span key={note} className={isRefused ? 'sub danger-text' : 'sub'}>
            {note}
          </span>
        ))}
      </td>
    </tr>
  );
}
