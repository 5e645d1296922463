import { useMemo, useState } from 'react';
import { useReading } from '../gateway/queries.ts';
import { CATEGORIAS_PRODUCTOS } from '../generated/operations.ts';
import { Icon } from '../parts/icon.tsx';
import { Banner, failureText } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { count, counted } from '../words/format.ts';
import { guessColumns, type Mapping } from './columns.ts';
import { ColumnsCard, type ColumnsProps } from './columns-card.tsx';
import { startJob } from './import-job.ts';
import { categoryFinder, type ImportRow, importRows, missingCategories } from './import-rows.ts';
import type { ReadFile } from './importar-page.tsx';
import type { JudgedRow, RowStatus } from './judge-lot.ts';
import { knownMapping, rememberMapping } from './known-columns.ts';
import { MissingCategories } from './missing-categories.tsx';
import { PreviewTable } from './preview-table.tsx';
import { ROW_STATES } from './row-states.ts';
import { downloadErrors } from './tables.ts';
import { type Preview, usePreview } from './use-preview.ts';

const NO_ROWS: readonly ImportRow[] = [];

/** Shows what each row of the file would do before anything is sent. */
export function ReviewStep({ file, onBack }: { file: ReadFile; onBack: () => void }) {
  const [mapping, setMapping] = useState<Mapping>(
    () => knownMapping(file.header) ?? guessColumns(file.header),
  );
  const [shown, setShown] = useState<RowStatus | null>(null);
  const { data } = useReading(CATEGORIAS_PRODUCTOS, {});
  const categories = data?.categorias;
  const isReady = mapping.includes('sku') && categories !== undefined;
  const rows = useMemo(
    () => (isReady ? importRows(file.rows, mapping, categoryFinder(categories ?? [])) : NO_ROWS),
    [isReady, file, mapping, categories],
  );
  const missing = useMemo(
    () => missingCategories(file.rows, mapping, categoryFinder(categories ?? [])),
    [file, mapping, categories],
  );
  const preview = usePreview(rows);
  const choose = (next: Mapping) => {
    setMapping(next);
    setShown(null);
    rememberMapping(file.header, next);
  };
  return (
    <main className="page page--fill">
      <div className="stack">
        {categories !== undefined && <MissingCategories names={missing} />}
        <Tally
          preview={preview}
          shown={shown}
          onShow={setShown}
          onErrors={() => downloadErrors(file.header, refusedRows(file, preview.judged))}
        />
      </div>
      <div className="import">
        <ColumnsCard file={file} mapping={mapping} onMapping={choose} />
        <section className="card" aria-label="Vista previa">
          <div className="card__head import-head">
            <h2>Vista previa</h2>
            <span className="small muted wide">Nada se ha enviado todavía</span>
          </div>
          <PreviewBody
            isReady={isReady}
            mapping={mapping}
            rows={rows}
            preview={preview}
            shown={shown}
          />
          <ReviewFoot file={file} rows={rows} preview={preview} onBack={onBack} />
        </section>
      </div>
    </main>
  );
}

function PreviewBody({
  isReady,
  mapping,
  rows,
  preview,
  shown,
}: {
  isReady: boolean;
  mapping: ColumnsProps['mapping'];
  rows: readonly ImportRow[];
  preview: Preview;
  shown: RowStatus | null;
}) {
  if (!mapping.includes('sku')) {
    return (
      <div className="card__body">
        <Banner tone="warn" title="Falta la columna del SKU">
          Elija a la izquierda qué columna tiene el código de la tienda.
        </Banner>
      </div>
    );
  }
  if (!isReady) return <div className="card__body" aria-busy="true" />;
  return (
    <div className="import-body">
      {preview.failure !== null && (
        <Banner
          tone="danger"
          title="La revisión se cortó"
          action={
            <button type="button" className="btn" onClick={preview.retry}>
              Reintentar
            </button>
          }
        >
          {failureText(preview.failure)}
        </Banner>
      )}
      <PreviewTable key={shown} rows={rows} judged={preview.judged} shown={shown} />
    </div>
  );
}

interface TallyProps {
  preview: Preview;
  shown: RowStatus | null;
  onShow: (shown: RowStatus | null) => void;
  onErrors: () => void;
}

function Tally({ preview: { judged }, shown, onShow, onErrors }: TallyProps) {
  const counts = countsOf(judged);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a row of chips.
    <div className="bar tally" role="group" aria-label="Resumen">
      {ROW_STATES.map(({ status, many, dot }) => (
        <button
          key={status}
          type="button"
          className="chip"
          aria-pressed={shown === status}
          onClick={() => onShow(shown === status ? null : status)}
        >
          <span className={`dot ${dot}`} />
          {many} <b className="num">{count(counts[status])}</b>
        </button>
      ))}
      <button
        type="button"
        className="btn btn--quiet push"
        disabled={counts.FAILED === 0}
        onClick={onErrors}
      >
        <Icon name="download" />
        {counts.FAILED === 0 ? 'Sin errores' : 'Errores en CSV'}
      </button>
    </div>
  );
}

function countsOf(judged: readonly (JudgedRow | null)[]): Record<RowStatus, number> {
  const counts = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, FAILED: 0 };
  for (const row of judged) if (row !== null) counts[row.status] += 1;
  return counts;
}

function refusedRows(file: ReadFile, judged: readonly (JudgedRow | null)[]) {
  return file.rows.flatMap(({ line, cells }, at) => {
    const row = judged[at];
    return row?.status === 'FAILED' ? [{ line, cells, reasons: row.notes }] : [];
  });
}

interface FootProps {
  file: ReadFile;
  rows: readonly ImportRow[];
  preview: Preview;
  onBack: () => void;
}

function ReviewFoot({ file, rows, preview: { judged, isDone }, onBack }: FootProps) {
  const [isStarting, setStarting] = useState(false);
  const chosen = rows.flatMap((row, at) => {
    const status = judged[at]?.status;
    const cells = file.rows[at]?.cells ?? [];
    return status === 'CREATED' || status === 'UPDATED' ? [{ ...row, cells }] : [];
  });
  const waiting = judged.filter((row) => row === null).length;
  const start = async () => {
    setStarting(true);
    const isBegun = await startJob({ fileName: file.name, header: file.header, rows: chosen });
    if (isBegun) return;
    setStarting(false);
    toast('Antes termine o descarte la importación que otra pestaña dejó.');
  };
  return (
    <div className="list-foot import-foot">
      <button type="button" className="btn btn--quiet" onClick={onBack}>
        Otro archivo
      </button>
      <span className="wide">{footText(waiting, rows.length)}</span>
      <button
        type="button"
        className="btn btn--primary push"
        disabled={!isDone || chosen.length === 0}
        aria-busy={isStarting}
        onClick={() => void start()}
      >
        {startLabel(isDone, chosen.length)}
      </button>
    </div>
  );
}

function footText(waiting: number, total: number): string {
  return waiting > 0
    ? `Revisadas ${count(total - waiting)} de ${count(total)}`
    : 'Se envían en lotes de 500; si se corta, sigue donde quedó.';
}

function startLabel(isDone: boolean, rowCount: number): string {
  if (!isDone) return 'Revisando…';
  return rowCount === 0 ? 'Nada que importar' : `Importar ${counted(rowCount, 'fila', 'filas')}`;
}
