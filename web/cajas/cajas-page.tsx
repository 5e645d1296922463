import { useState } from 'react';
import { useReading } from '../gateway/queries.ts';
import { CAJAS_CAJAS, type CajasCajasData } from '../generated/operations.ts';
import { Icon } from '../parts/icon.tsx';
import { EmptyState, ErrorState, Skeleton } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { counted, moment } from '../words/format.ts';
import { NewTillDialog, TillDialog } from './till-dialogs.tsx';
import './cajas.css';

/** A till with the series of its documents. */
export type Till = NonNullable<CajasCajasData['cajas']>[number];

/** The tills, and the series of their documents. */
export default function CajasPage() {
  const { data, failure, reload } = useReading(CAJAS_CAJAS, {});
  const [editing, setEditing] = useState<Till | 'NEW' | null>(null);
  const tills = data?.cajas;
  return (
    <>
      <Top title="Cajas" {...(tills && { subtitle: counted(tills.length, 'caja', 'cajas') })}>
        <button
          type="button"
          className="btn btn--primary"
          aria-label="Nueva caja"
          onClick={() => setEditing('NEW')}
        >
          <Icon name="plus" />
          <span className="wide">Nueva caja</span>
        </button>
      </Top>
      <main className="page">
        {failure !== null && !tills && (
          <section className="card">
            <ErrorState title="No se pudieron leer las cajas" failure={failure} onRetry={reload} />
          </section>
        )}
        {failure === null && !tills && <Skeleton lines={5} />}
        {tills?.length === 0 && (
          <section className="card">
            <EmptyState icon="drawer" title="Todavía no hay cajas">
              Sin caja no se cobra en efectivo ni se emiten comprobantes. Cree la primera.
            </EmptyState>
          </section>
        )}
        {tills && tills.length > 0 && (
          <ul className="till-cards">
            {tills.map((till) => (
              <TillCard key={till.id} till={till} onEdit={() => setEditing(till)} />
            ))}
          </ul>
        )}
      </main>
      {editing === 'NEW' && <NewTillDialog onClose={() => setEditing(null)} />}
      {editing !== null && editing !== 'NEW' && (
        <TillDialog till={editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function TillCard({ till, onEdit }: { till: Till; onEdit: () => void }) {
  return (
    <li className="card">
      <div className="card__head">
        <div>
          <h2>{till.name}</h2>
          <span className="sub code">{till.code}</span>
        </div>
        <TillState till={till} />
      </div>
      <div className="card__body stack">
        <dl className="pairs">
          <dt>Boletas</dt>
          <dd className="code">{till.seriesBoleta}</dd>
          <dt>Facturas</dt>
          <dd className="code">{till.seriesFactura}</dd>
          <dt>Notas de boletas</dt>
          <dd className="code">{till.seriesNotaBoleta}</dd>
          <dt>Notas de facturas</dt>
          <dd className="code">{till.seriesNotaFactura}</dd>
        </dl>
        <button type="button" className="btn" aria-label={`Editar ${till.name}`} onClick={onEdit}>
          Editar
        </button>
      </div>
    </li>
  );
}

function TillState({ till: { active, openSession } }: { till: Till }) {
  if (!active) return <span className="badge">Inactiva</span>;
  if (openSession === null) return <span className="soft small">Cerrada</span>;
  return <span className="badge badge--ok">Abierta {moment(openSession.openedAt)}</span>;
}
