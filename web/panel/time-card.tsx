import { useState } from 'react';
import { EmptyState, ErrorState } from '../parts/states.tsx';
import { amount, counted } from '../words/format.ts';
import { BarChart } from './bar-chart.tsx';
import { daySlots, hourSlots, type Slot, type TimeRow } from './chart-slots.ts';
import { nowKeys } from './comparison.ts';
import type { PanelData } from './panel-page.tsx';
import { beforeText } from './period.ts';

type TimeRows = readonly TimeRow[];

/** The sales by hour or by day, as columns or as a table. */
export function TimeCard({ panel, onRetry }: { panel: PanelData; onRetry: () => void }) {
  const [isTable, setTable] = useState(false);
  const { period, data, before, nowMs } = panel;
  const isByHour = period.from === period.to;
  const title = isByHour ? 'Ventas por hora' : 'Ventas por día';
  const rows = data.byTime?.rows ?? null;
  const beforeRows = before?.byTime?.rows ?? [];
  const open = nowKeys(nowMs);
  const slotsOf = isByHour
    ? (given: TimeRows) => hourSlots(period.from, given, beforeRows, open)
    : (given: TimeRows) => daySlots(period, given, beforeRows, open);
  const slots = slotsOf(rows ?? []);
  const legend = {
    now: period.from === open.day ? 'Hoy' : 'Este periodo',
    before: beforeText(period).replace(/^(al|del) /, ''),
  };
  return (
    <section className="card w-8" aria-label={title}>
      <div className="card__head">
        <h2>{title}</h2>
        <div className="legend">
          <span>
            <i />
            {legend.now}
          </span>
          <span className="then">
            <i />
            {legend.before}
          </span>
          <button type="button" className="link" onClick={() => setTable(!isTable)}>
            {isTable ? 'Ver como gráfico' : 'Ver como tabla'}
          </button>
        </div>
      </div>
      <div className="card__body">
        <TimeBody {...{ slots, isTable, title, legend, onRetry, isMissing: rows === null }} />
      </div>
    </section>
  );
}

interface BodyProps {
  slots: readonly Slot[];
  isMissing: boolean;
  isTable: boolean;
  title: string;
  legend: { now: string; before: string };
  onRetry: () => void;
}

function TimeBody({ slots, isMissing, isTable, title, legend, onRetry }: BodyProps) {
  if (isMissing) {
    return (
      <ErrorState
        title="No se pudo leer las ventas"
        failure={{ kind: 'NO_ANSWER' }}
        onRetry={onRetry}
      />
    );
  }
  if (slots.every(({ now, before }) => now === 0 && before === 0)) {
    return (
      <EmptyState icon="panel" title="Sin ventas en estos días">
        La primera venta aparece aquí en menos de un minuto.
      </EmptyState>
    );
  }
  if (isTable) return <SlotsTable slots={slots} title={title} legend={legend} />;
  return <BarChart slots={slots} sentence={sentenceOf(title, slots, legend)} />;
}

/** The drawing in words, for those who hear it. */
function sentenceOf(title: string, slots: readonly Slot[], { before }: { before: string }): string {
  const total = slots.reduce((sum, { now }) => sum + now, 0);
  const peak = slots.reduce((most, slot) => (slot.now > most.now ? slot : most));
  const columns = counted(slots.length, 'columna', 'columnas');
  const highest = `la más alta, ${peak.title}, con S/ ${amount(peak.now)}`;
  return `${title}: S/ ${amount(total)} en ${columns}; ${highest}. En gris, ${before}.`;
}

function SlotsTable({
  slots,
  title,
  legend,
}: {
  slots: readonly Slot[];
  title: string;
  legend: { now: string; before: string };
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys.
    <section className="table-scroll slots-table" tabIndex={0} aria-label={`Tabla: ${title}`}>
      <table className="table table--plain">
        <caption className="sr">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{slots[0]?.key.includes('T') ? 'Hora' : 'Día'}</th>
            <th scope="col" className="right">
              {legend.now} S/
            </th>
            <th scope="col" className="right">
              {legend.before} S/
            </th>
          </tr>
        </thead>
        <tbody>
          {slots.map(({ key, title: name, now, before, state }) => (
            <tr key={key}>
              <td>{name}</td>
              <td className="right">{state === 'AHEAD' ? '' : amount(now)}</td>
              <td className="right soft">{amount(before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
