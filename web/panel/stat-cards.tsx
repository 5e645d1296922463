import type { ReactNode } from 'react';
import { amount, count } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { changeOf } from './chart-slots.ts';
import { comparableSums, nowKeys } from './comparison.ts';
import type { PanelData } from './panel-page.tsx';
import { beforeText } from './period.ts';

/** The figures of the period, each against the days before. */
export function StatCards({ panel }: { panel: PanelData }) {
  const { period, nowMs, data, before } = panel;
  const report = data.byTime;
  if (report === null) return null;
  const { totals } = report;
  const total = centimos(totals.total);
  const returned = centimos(totals.returned);
  const sums = comparableSums(period, report.rows, before?.byTime?.rows ?? [], nowKeys(nowMs));
  const against = `frente ${beforeText(period)}`;
  const change = (of: 'total' | 'salesCount' | 'units') => changeOf(sums.now[of], sums.before[of]);
  return (
    <div className="stats">
      <Stat name="Ventas" value={<Soles centimos={total} />}>
        <Change percent={change('total')} against={against} />
      </Stat>
      <Stat name="Tickets" value={count(totals.salesCount)}>
        <Change percent={change('salesCount')} against={against} />
      </Stat>
      <Stat name="Ticket promedio" value={<Soles centimos={averageOf(total, totals.salesCount)} />}>
        <Change
          percent={changeOf(
            averageOf(sums.now.total, sums.now.salesCount),
            averageOf(sums.before.total, sums.before.salesCount),
          )}
          against={against}
        />
      </Stat>
      <Stat name="Unidades" value={count(totals.units)}>
        <Change percent={change('units')} against={against} />
      </Stat>
      <Stat name="Devuelto" value={<Soles centimos={returned} />}>
        <span>{returnedText(returned, total)}</span>
      </Stat>
    </div>
  );
}

/** Céntimos per sale; 0 without sales. */
function averageOf(total: number, sales: number): number {
  return sales === 0 ? 0 : Math.round(total / sales);
}

function returnedText(returned: number, total: number): string {
  if (returned === 0) return 'Nada volvió';
  if (total === 0) return 'De ventas de otros días';
  return `${count(Math.round((returned / total) * 1000) / 10)} % de lo vendido`;
}

function Stat({ name, value, children }: { name: string; value: ReactNode; children: ReactNode }) {
  return (
    <section className="card stat" aria-label={name}>
      <span className="stat__name">{name}</span>
      <span className="stat__value">{value}</span>
      <span className="stat__note">{children}</span>
    </section>
  );
}

function Soles({ centimos: inCentimos }: { centimos: number }) {
  return (
    <>
      <span className="cur">S/</span>
      {amount(inCentimos)}
    </>
  );
}

function Change({ percent, against }: { percent: number | null; against: string }) {
  if (percent === null) return <span>Antes no hubo ventas</span>;
  const isDown = percent < 0;
  return (
    <>
      <span className={isDown ? 'delta delta--down' : 'delta delta--up'}>
        <span aria-hidden="true">{isDown ? '▼' : '▲'}</span>
        <span className="sr">{isDown ? 'Bajó' : 'Subió'}</span> {count(Math.abs(percent))} %
      </span>
      {against}
    </>
  );
}
