import { Link } from 'wouter';
import { Icon } from '../parts/icon.tsx';
import { moment } from '../words/format.ts';
import type { Till } from './cash-session.ts';

/** Chooses the till whose cash is opened or counted. */
export function TillChoice({
  tills,
  onChoose,
}: {
  tills: readonly Till[];
  onChoose: (tillId: string) => void;
}) {
  return (
    <div className="stack">
      <ul className="tills">
        {tills.map(({ id, name, code, openSession }) => (
          <li key={id}>
            <button type="button" className="card till" onClick={() => onChoose(id)}>
              <Icon name="drawer" size={24} />
              <span>
                <strong>{name}</strong>
                <span className="sub">{code}</span>
              </span>
              {openSession === null ? (
                <span className="badge">Cerrada</span>
              ) : (
                <span className="badge badge--ok">Abierta {moment(openSession.openedAt)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <SessionsLink />
    </div>
  );
}

/** The way to the drawers that were closed. */
export function SessionsLink() {
  return (
    <Link className="btn btn--small" href="/arqueo?vista=sesiones">
      <Icon name="history" />
      Arqueos anteriores
    </Link>
  );
}
