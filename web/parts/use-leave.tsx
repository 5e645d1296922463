import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './dialog.tsx';

/**
 * Asks before a form with changes is left without saving.
 * @returns the function that leaves, and the question while it is asked
 */
export function useLeave(
  isChanged: boolean,
  onLeave: () => void,
): { leave: () => void; question: ReactNode } {
  const [isAsked, setAsked] = useState(false);
  return {
    leave: () => (isChanged ? setAsked(true) : onLeave()),
    question: isAsked && (
      <ConfirmDialog
        title="Hay cambios sin guardar"
        action="Dejar sin guardar"
        isDanger
        onConfirm={onLeave}
        onClose={() => setAsked(false)}
      >
        <p>Lo que escribió se pierde. Lo guardado queda como está.</p>
      </ConfirmDialog>
    ),
  };
}
