import { useState } from 'react';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { MOST_DAYS, type Period, periodError } from './period.ts';

/** Asks for a day or some days. */
export function PeriodDialog({
  period,
  today,
  onChoose,
  onClose,
}: {
  period: Period;
  today: string;
  onChoose: (period: Period) => void;
  onClose: () => void;
}) {
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const [error, setError] = useState<string | null>(null);
  const submit = () => {
    const found = periodError({ from, to }, today);
    setError(found);
    if (found === null) onChoose({ from, to });
  };
  return (
    <FormDialog
      title="Otros días"
      subtitle={`Un día, o hasta ${MOST_DAYS} seguidos.`}
      action="Ver estos días"
      isBusy={false}
      error={null}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="form__row">
        <TextField label="Desde" type="date" max={today} value={from} onValue={setFrom} />
        <TextField
          label="Hasta"
          type="date"
          min={from}
          max={today}
          value={to}
          onValue={setTo}
          error={error}
        />
      </div>
    </FormDialog>
  );
}
