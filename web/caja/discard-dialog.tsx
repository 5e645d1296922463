import { useState } from 'react';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { amount } from '../words/format.ts';
import type { DiscardResult } from './attempt-sender.ts';
import { isStuck, maySafelyDiscard } from './sale-attempt.ts';
import type { TillAttempt } from './sale-request.ts';
import { useTill } from './use-till.ts';

const OUTCOMES: Readonly<Record<'IN_PROGRESS' | 'NO_ANSWER' | 'NOT_WRITTEN', string>> = {
  NOT_WRITTEN: 'Este equipo no pudo guardarlo: no se descartó. Libere espacio e intente otra vez.',
  IN_PROGRESS: 'El servidor todavía no puede decirlo. Intente en un momento.',
  NO_ANSWER: 'Sin respuesta: no se descartó. Puede haberse vendido.',
};

/** Asks before an attempt is given up; one that may have sold is given up by the server alone. */
export function DiscardDialog({ attempt, onClose }: { attempt: TillAttempt; onClose: () => void }) {
  const till = useTill();
  const [result, setResult] = useState<DiscardResult | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isSafe = maySafelyDiscard(attempt);
  const discard = async () => {
    setBusy(true);
    const end = await till.sender.discard(attempt.key);
    setBusy(false);
    const isOver = end.kind === 'DISCARDED' || end.kind === 'NOT_SOLD' || end.kind === 'SOLD';
    if (!isOver) return setResult(end);
    onClose();
    if (end.kind === 'SOLD') till.show({ key: attempt.key, isCopy: false });
  };
  return (
    <ConfirmDialog
      title={`¿Descartar la venta de S/ ${amount(attempt.request.dueCentimos)}?`}
      action={isSafe ? 'Descartar' : 'Preguntar y descartar'}
      isDanger
      isBusy={isBusy}
      onConfirm={() => void discard()}
      onClose={onClose}
    >
      <div className="stack">
        <p>
          {isSafe
            ? 'Nunca se vendió. No se podrá recuperar.'
            : 'Puede haberse vendido: entonces la venta queda y verá su ticket.'}
        </p>
        {result !== null && <p className="error">{resultWords(result)}</p>}
        {isStuck(attempt) && <p className="small soft">Avise al administrador antes.</p>}
      </div>
    </ConfirmDialog>
  );
}

function resultWords(result: DiscardResult): string {
  switch (result.kind) {
    case 'IN_PROGRESS':
    case 'NO_ANSWER':
    case 'NOT_WRITTEN':
      return OUTCOMES[result.kind];
    case 'FAILED':
      return `No se pudo descartar (${result.code}).`;
    case 'DISCARDED':
    case 'NOT_SOLD':
    case 'SOLD':
      return '';
  }
}
