import { useCallback, useEffect, useState } from 'react';
import { Banner, EmptyState, Skeleton } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { count } from '../words/format.ts';
import {
  type ChaosAnswer,
  type ChaosStatus,
  endLoad,
  killProcess,
  readChaos,
  startLoad,
} from './chaos-client.ts';
import { eventText, exactTime, loadText } from './chaos-words.ts';
import { InvariantLights } from './invariant-lights.tsx';
import { LoadDialog } from './load-dialog.tsx';
import { ProcessList } from './process-list.tsx';
import { SalesChart } from './sales-chart.tsx';

const LOOK_MS = 1_000;
/** The supervisor kills at most one process in this time, in ms. */
const KILL_EVERY_MS = 3_000;

/** Kills processes while it sells, and shows that nothing is lost and nothing sold twice. */
export default function CaosPage() {
  const { status, isAbsent, isSilent, take } = useChaos();
  const [isAsking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const act = async (request: Promise<ChaosAnswer>) => setRefusal(take(await request));
  const state = status?.load.state ?? 'IDLE';
  return (
    <>
      <Top title="Prueba de caos" subtitle="Solo en desarrollo">
        {state === 'IDLE' ? (
          <button
            type="button"
            className="btn btn--primary"
            disabled={status === null}
            onClick={() => setAsking(true)}
          >
            Iniciar la carga
          </button>
        ) : (
          <button
            type="button"
            className="btn"
            disabled={state === 'CLOSING'}
            onClick={() => void act(endLoad())}
          >
            Detener la carga
          </button>
        )}
      </Top>
      <main className="page">
        {isSilent && <Banner tone="warn" title="Sin respuesta; se vuelve a preguntar." />}
        {refusal !== null && <Banner tone="warn" title={refusal} />}
        {isAbsent && (
          <EmptyState icon="power" title="Aquí no hay prueba de caos">
            La hay bajo npm start, fuera de producción y con la base de datos propia.
          </EmptyState>
        )}
        {status === null && !isAbsent && <Skeleton />}
        {status !== null && !isAbsent && (
          <Test status={status} onKill={(name) => void act(killProcess(name))} />
        )}
      </main>
      {isAsking && (
        <LoadDialog
          onClose={() => setAsking(false)}
          onStart={async (salesPerSecond, seconds) =>
            take(await startLoad(salesPerSecond, seconds))
          }
        />
      )}
    </>
  );
}

/** Asks every second, which also keeps a load going. */
function useChaos() {
  const [status, setStatus] = useState<ChaosStatus | null>(null);
  const [last, setLast] = useState<ChaosAnswer['kind']>('STATUS');
  /** @returns the sentence of a refusal, or null */
  const take = useCallback((answer: ChaosAnswer): string | null => {
    if (answer.kind === 'REFUSED') return answer.message;
    setLast(answer.kind);
    if (answer.kind === 'STATUS') setStatus(answer.status);
    return null;
  }, []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const look = async () => {
      take(await readChaos());
      if (!isOver) timer = setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [take]);
  return { status, take, isAbsent: last === 'ABSENT', isSilent: last === 'NO_ANSWER' };
}

interface TestProps {
  status: ChaosStatus;
  onKill: Parameters<typeof ProcessList>[0]['onKill'];
}

function Test({ status, onKill }: TestProps) {
  const { load, accounting, events, nowMs } = status;
  const lastKill = events.find(({ kind }) => kind === 'KILLED');
  const isWaiting = lastKill !== undefined && nowMs - lastKill.atMs < KILL_EVERY_MS;
  return (
    <div className="chaos">
      <div className="visor w-12">
        <div className="proof">
          <Figure name="Ventas por segundo" amount={load.perSecond.at(-1)?.sold ?? 0} />
          <Figure name="Vendidas" amount={load.sold} />
          <Figure name="Perdidas" amount={accounting.lost} isProof />
          <Figure name="Dobles" amount={accounting.doubled} isProof />
        </div>
      </div>
      <section className="card w-8" aria-labelledby="ritmo">
        <div className="card__head">
          <h2 id="ritmo">Ventas por segundo</h2>
          <div className="legend">
            <span className="num">{loadText(status)}</span>
            <span className="num">{count(load.resent)} reenvíos con la misma clave</span>
            {load.inDoubt > 0 && <span className="num">{count(load.inDoubt)} en duda</span>}
            {load.p95Ms !== null && <span className="num">p95 {count(load.p95Ms)} ms</span>}
          </div>
        </div>
        <div className="card__body">
          <SalesChart status={status} />
        </div>
      </section>
      <ProcessList processes={status.processes} isWaiting={isWaiting} onKill={onKill} />
      <InvariantLights invariants={status.invariants} />
      <section className="card w-12" aria-labelledby="sucesos">
        <div className="card__head">
          <h2 id="sucesos">Sucesos</h2>
        </div>
        {events.length === 0 ? (
          <p className="card__body muted">
            Todavía no pasó nada. Inicie la carga y mate un proceso.
          </p>
        ) : (
          // A list that scrolls must be reached by the keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls.
          <ol className="log" tabIndex={0} aria-labelledby="sucesos">
            {events.map((event) => (
              <li key={`${event.atMs} ${event.kind}`}>
                <span className="muted">{exactTime(event.atMs)}</span>
                <span>{eventText(event)}</span>
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

/** A number of the head; a proof is green while it is none. */
function Figure({
  name,
  amount,
  isProof = false,
}: {
  name: string;
  amount: number;
  isProof?: boolean;
}) {
  const tone = amount === 0 ? 'visor--ok' : 'visor--due';
  return (
    <div className={isProof ? tone : ''}>
      <span className="visor__name">{name}</span>
      <span className="visor__amount">{count(amount)}</span>
    </div>
  );
}
