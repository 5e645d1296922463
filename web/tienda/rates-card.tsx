import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { FIJAR_TASA_IGV_TIENDA } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ErrorState } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { addDays, shortDay, today } from '../words/format.ts';
import { percentText, readPercent } from '../words/percent.ts';

interface Rate {
  /** 1800 is 18 %. */
  basisPoints: number;
  validFrom: string;
}

/** The rates of IGV, the last one first, and the button that sets one for a day to come. */
export function RatesCard({
  rates,
  onRetry,
}: {
  rates: readonly Rate[] | null;
  onRetry: () => void;
}) {
  const [isAsked, setAsked] = useState(false);
  const sorted = [...(rates ?? [])].sort((a, b) => b.validFrom.localeCompare(a.validFrom));
  const current = sorted.find(({ validFrom }) => validFrom <= today());
  return (
    <section className="card" aria-label="Tasas del IGV">
      <div className="card__head">
        <h2>IGV</h2>
        <button type="button" className="btn" onClick={() => setAsked(true)}>
          Fijar tasa…
        </button>
      </div>
      {rates === null ? (
        <ErrorState
          title="No se pudo leer las tasas"
          failure={{ kind: 'NO_ANSWER' }}
          onRetry={onRetry}
        />
      ) : (
        <div className="card__body">
          <table className="table table--plain">
            <caption className="sr">Tasas del IGV, la última primero</caption>
            <thead>
              <tr>
                <th scope="col">Desde</th>
                <th scope="col" className="right">
                  Tasa
                </th>
                <th scope="col">
                  <span className="sr">Estado</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((rate) => (
                <tr key={rate.validFrom}>
                  <td>{shortDay(rate.validFrom)}</td>
                  <td className="right strong">{percentText(rate.basisPoints)}</td>
                  <td className="right">
                    {rate === current && <span className="badge badge--ok">Vigente</span>}
                    {rate.validFrom > today() && (
                      <span className="badge badge--info">Por empezar</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="small muted">Cada venta guarda la tasa de su día.</p>
        </div>
      )}
      {isAsked && <RateDialog onClose={() => setAsked(false)} />}
    </section>
  );
}

function RateDialog({ onClose }: { onClose: () => void }) {
  const tomorrow = addDays(today(), 1);
  const [percent, setPercent] = useState('18');
  const [validFrom, setValidFrom] = useState(tomorrow);
  const errors = useFormErrors(['basisPoints', 'validFrom']);
  const { send, isSending } = useSend(FIJAR_TASA_IGV_TIENDA);
  const basisPoints = readPercent(percent);
  const submit = async () => {
    const isGood = errors.set({
      basisPoints: basisPoints === null ? 'Escriba un porcentaje de 0 a 100, como 18.' : null,
      validFrom: validFrom < tomorrow ? 'La tasa empieza mañana o después.' : null,
    });
    if (!isGood || basisPoints === null) return;
    const result = await send({ input: { basisPoints, validFrom } });
    if (!errors.judge(result, (data) => data.fijarTasaIgv?.userErrors)) return;
    toast(`IGV de ${percentText(basisPoints)} desde el ${shortDay(validFrom)}`);
    onClose();
  };
  return (
    <FormDialog
      title="Fijar tasa del IGV"
      subtitle="Cambia lo que cobra y declara cada venta desde ese día."
      action={basisPoints === null ? 'Fijar tasa' : `Fijar ${percentText(basisPoints)}`}
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="form__row">
        <TextField
          label="Tasa en %"
          isNumber
          value={percent}
          onValue={setPercent}
          error={errors.of('basisPoints')}
        />
        <TextField
          label="Desde el día"
          type="date"
          min={tomorrow}
          value={validFrom}
          onValue={setValidFrom}
          error={errors.of('validFrom')}
        />
      </div>
      <p className="small muted">Una tasa ya fijada para el mismo día se reemplaza.</p>
    </FormDialog>
  );
}
