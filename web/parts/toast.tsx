import { useSyncExternalStore } from 'react';
import { Icon } from './icon.tsx';

/** A toast says what happened; it never asks, and never tells of an error. */
interface Toast {
  id: number;
  text: string;
}

const SHOWN_MS = 4_000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function become(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says for a moment what happened: "Producto guardado". */
export function toast(text: string): void {
  const id = nextId;
  nextId += 1;
  become([...toasts, { id, text }]);
  setTimeout(() => become(toasts.filter((one) => one.id !== id)), SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The place where toasts show; once in the shell. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text }) => (
        <div key={id} className="toast">
          <Icon name="check" />
          <span>{text}</span>
        </div>
      ))}
    </div>
  );
}
