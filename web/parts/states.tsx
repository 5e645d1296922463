import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../gateway/call.ts';
import { Icon, type IconName } from './icon.tsx';

/** A wait shorter than this shows nothing, in ms. */
const SKELETON_AFTER_MS = 150;

/** Lines where a list will stand, once the wait is long enough to be seen. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label="Cargando" className="skeletons">
      {isLate &&
        Array.from({ length: lines }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a skeleton are all alike.
          <span key={line} className={`skeleton skeleton--${line % 4}`} />
        ))}
    </div>
  );
}

/** A list without rows: the fact, and the next step. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
      {actions !== undefined && <div className="bar bar--center">{actions}</div>}
    </div>
  );
}

/** The sentence that tells of a request that failed. */
export function failureText(failure: Failure): string {
  return failure.kind === 'NO_ANSWER' ? 'El servicio no respondió.' : failure.message;
}

/** A part of a screen that could not be read: the fact, a way out, and what a helper asks for. */
export function ErrorState({
  title,
  failure,
  onRetry,
}: {
  title: string;
  failure: Failure;
  onRetry: () => void;
}) {
  const trace = failure.kind === 'REFUSED' ? [failure.requestId, failure.code] : [];
  return (
    <div className="empty" role="alert">
      <Icon name="warning" />
      <strong>{title}</strong>
      <p>{failureText(failure)}</p>
      <div className="bar bar--center">
        <button type="button" className="btn" onClick={onRetry}>
          <Icon name="back" />
          Reintentar
        </button>
      </div>
      {trace.length > 0 && <p className="small muted code">{trace.filter(Boolean).join(' · ')}</p>}
    </div>
  );
}

/** Stays until its cause is gone. */
export function Banner({
  tone = 'info',
  icon = 'warning',
  title,
  children,
  action,
}: {
  tone?: 'info' | 'warn' | 'danger' | 'ok';
  icon?: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const isAlarm = tone === 'warn' || tone === 'danger';
  return (
    <div className={`banner banner--${tone}`} role={isAlarm ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div>
        <strong>{title}</strong>
        {children !== undefined && <p>{children}</p>}
      </div>
      {action}
    </div>
  );
}
