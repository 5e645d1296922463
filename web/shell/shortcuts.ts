import { useEffect, useRef } from 'react';

/** A key by its name, such as `F9` or `Ctrl+k`, and what it does. */
type Shortcut = readonly [key: string, run: () => void];

/** Runs these while the component is shown; a dialog that is open keeps the keys for itself. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isCommand = event.ctrlKey || event.metaKey;
      const name = isCommand ? `Ctrl+${event.key.toLowerCase()}` : event.key;
      const run = latest.current.find(([key]) => key === name)?.[1];
      if (run === undefined || event.altKey || event.repeat) return;
      event.preventDefault();
      if (document.querySelector('dialog[open]') === null) run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
