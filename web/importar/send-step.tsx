import { useState } from 'react';
import { Link } from 'wouter';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Meter } from '../parts/meter.tsx';
import { Banner, failureText } from '../parts/states.tsx';
import { count, counted } from '../words/format.ts';
import { endJob, type ImportJob, resumeJob, stopJob } from './import-job.ts';
import { ROW_STATES } from './row-states.ts';
import { downloadErrors } from './tables.ts';

const DONE_WORDS: Readonly<Record<string, string>> = {
  CREATED: 'Creados',
  UPDATED: 'Cambiados',
  UNCHANGED: 'Ya estaban así',
  FAILED: 'Rechazados',
};

/** The import on its way: its progress, its outcome, and how it goes on when it was cut off. */
export function SendStep({ job, onEnd }: { job: ImportJob; onEnd: () => void }) {
  const [isAsked, setAsked] = useState(false);
  const { header, rows, progress, state, failure } = job;
  const end = () => {
    setAsked(false);
    onEnd();
    void endJob();
  };
  return (
    <main className="page">
      <div className="import-start">
        {state === 'WAITING' && <WaitingBanner job={job} />}
        {state === 'DONE' && (
          <Banner tone="ok" icon="check" title="Importación terminada">
            {progress.refused.length === 0
              ? 'Todas las filas quedaron en el catálogo.'
              : 'Las filas rechazadas no cambiaron nada. Corríjalas y vuelva a importarlas.'}
          </Banner>
        )}
        <section className="card card--padded stack" aria-label="Avance">
          <Meter
            label="Filas enviadas"
            part={progress.done / Math.max(1, rows.length)}
            text={`${count(progress.done)} de ${counted(rows.length, 'fila', 'filas')}`}
          />
          <dl className="import-tally">
            {ROW_STATES.map(({ status, dot }) => (
              <div key={status}>
                <dt>
                  <span className={`dot ${dot}`} /> {DONE_WORDS[status]}
                </dt>
                <dd>{count(progress.tally[status])}</dd>
              </div>
            ))}
          </dl>
          <div className="bar">
            {progress.refused.length > 0 && (
              <button
                type="button"
                className="btn"
                onClick={() => downloadErrors(header, progress.refused)}
              >
                <Icon name="download" />
                Errores en CSV
              </button>
            )}
            <Controls job={job} onEnd={end} onDiscard={() => setAsked(true)} />
          </div>
          {failure?.kind === 'REFUSED' && (
            <p className="small muted code">
              {[failure.requestId, failure.code].filter(Boolean).join(' · ')}
            </p>
          )}
        </section>
        <p className="small muted">
          Enviar dos veces la misma fila no repite nada: la segunda vez el producto ya está así, y
          su stock inicial no se suma otra vez.
        </p>
      </div>
      {isAsked && (
        <ConfirmDialog
          title="Dejar la importación"
          action="Dejarla así"
          isDanger
          onConfirm={end}
          onClose={() => setAsked(false)}
        >
          <p>
            Quedan {counted(rows.length - progress.done, 'fila', 'filas')} sin enviar. Lo que ya se
            importó se conserva.
          </p>
        </ConfirmDialog>
      )}
    </main>
  );
}

function WaitingBanner({ job: { failure, progress, rows } }: { job: ImportJob }) {
  if (failure === null) {
    return (
      <Banner tone="info" icon="pause" title="La importación está en pausa">
        Quedan {counted(rows.length - progress.done, 'fila', 'filas')} por enviar.
      </Banner>
    );
  }
  return (
    <Banner tone="warn" title="La importación se detuvo">
      {failureText(failure)} Siga cuando pueda: empieza en la primera fila sin respuesta.
    </Banner>
  );
}

interface ControlsProps {
  job: ImportJob;
  onEnd: () => void;
  onDiscard: () => void;
}

function Controls({ job: { state }, onEnd, onDiscard }: ControlsProps) {
  switch (state) {
    case 'RUNNING':
      return (
        <button type="button" className="btn push" onClick={stopJob}>
          <Icon name="pause" />
          Pausar
        </button>
      );
    case 'WAITING':
      return (
        <>
          <button type="button" className="btn btn--quiet push" onClick={onDiscard}>
            Dejarla así…
          </button>
          <button type="button" className="btn btn--primary" onClick={() => void resumeJob()}>
            Seguir importando
          </button>
        </>
      );
    case 'DONE':
      return (
        <>
          <Link className="btn push" href="/productos">
            Ver productos
          </Link>
          <button type="button" className="btn btn--primary" onClick={onEnd}>
            Importar otro archivo
          </button>
        </>
      );
  }
}
