import { Icon } from '../parts/icon.tsx';
import type { ProcessStatus, TargetName } from './chaos-client.ts';
import { duration, TARGETS } from './chaos-words.ts';

interface ProcessListProps {
  processes: readonly ProcessStatus[];
  /** True right after a kill: the next one has to wait. */
  isWaiting: boolean;
  onKill: (name: TargetName) => void;
}

/** The processes that can be killed. */
export function ProcessList({ processes, isWaiting, onKill }: ProcessListProps) {
  return (
    <section className="card" aria-labelledby="procesos">
      <div className="card__head">
        <h2 id="procesos">Mate un proceso</h2>
      </div>
      {processes.map((one) => (
        <Row key={one.name} {...one} isWaiting={isWaiting} onKill={onKill} />
      ))}
    </section>
  );
}

function Row({
  name,
  pid,
  isAlive,
  forMs,
  cameBackMs,
  isWaiting,
  onKill,
}: ProcessStatus & Pick<ProcessListProps, 'isWaiting' | 'onKill'>) {
  const tone = isAlive ? 'ok' : 'warn';
  return (
    <div className="svc">
      <div>
        <span className="strong">{name === 'database' ? 'Base de datos' : name}</span>{' '}
        <span className={`badge badge--${tone}`}>
          <span className={`dot dot--${tone}`} />
          {isAlive ? 'Vivo' : 'Volviendo'}
        </span>
        <span className="sub num">
          {isAlive ? aliveText(forMs, cameBackMs) : `Hace ${duration(forMs)}; se repone solo`}
        </span>
        {pid !== null && <span className="sub num">Proceso {pid}</span>}
      </div>
      {isAlive ? (
        <button
          type="button"
          className="btn btn--danger"
          disabled={isWaiting}
          onClick={() => onKill(name)}
        >
          <Icon name="power" size={16} />
          Matar {TARGETS[name]}
        </button>
      ) : (
        <button type="button" className="btn" disabled>
          Volviendo…
        </button>
      )}
    </div>
  );
}

/** The last return is news for a while. */
const NEWS_MS = 60_000;

function aliveText(forMs: number, cameBackMs: number | null): string {
  if (cameBackMs !== null && forMs < NEWS_MS) return `Volvió en ${duration(cameBackMs)}`;
  return `Arriba hace ${duration(forMs)}`;
}
