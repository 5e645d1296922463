import { useMemo, useState } from 'react';
import { type Reading, useReading } from '../gateway/queries.ts';
import {
  REPORTE_ANTES_PANEL,
  REPORTE_PANEL,
  type ReporteAntesPanelData,
  type ReportePanelData,
} from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { ChipSelect } from '../parts/chip-select.tsx';
import { Icon } from '../parts/icon.tsx';
import { Banner, ErrorState, failureText, Skeleton } from '../parts/states.tsx';
import { useClock } from '../parts/use-clock.ts';
import { Top } from '../shell/top.tsx';
import { isoDay, time } from '../words/format.ts';
import { ExportDialog } from './export-dialog.tsx';
import { LowStockCard } from './low-stock-card.tsx';
import {
  PERIOD_TITLES,
  type Period,
  type PeriodName,
  periodBefore,
  periodError,
  periodOf,
  periodText,
} from './period.ts';
import { PeriodDialog } from './period-dialog.tsx';
import { MethodsCard, ProductsCard, SellersCard } from './rankings.tsx';
import { StatCards } from './stat-cards.tsx';
import { TimeCard } from './time-card.tsx';
import './panel.css';

/** The panel reads itself again this often, in ms. */
const REFRESH_MS = 30_000;
const TOP_PRODUCTS = 8;
const NAMES = Object.keys(PERIOD_TITLES) as PeriodName[];

/** The data that the cards are drawn from. */
export interface PanelData {
  period: Period;
  today: string;
  nowMs: number;
  data: ReportePanelData;
  /** Undefined while it is read or when it could not be. */
  before: ReporteAntesPanelData | undefined;
}

/** The sales of a day or of some days against those before, and what runs low. */
export default function PanelPage() {
  const [search, change] = useAddressState();
  const [asked, setAsked] = useState<'EXPORT' | 'PERIOD' | null>(null);
  const nowMs = useClock(REFRESH_MS);
  const today = isoDay(nowMs);
  const { name, period } = chosenPeriod(search, today);
  const isLive = period.to === today;
  const by = period.from === period.to ? 'HOUR' : 'DAY';
  const reading = useReading(
    REPORTE_PANEL,
    { ...period, by, products: TOP_PRODUCTS },
    { ...(isLive && { everyMs: REFRESH_MS }) },
  );
  const { data: before } = useReading(REPORTE_ANTES_PANEL, { ...periodBefore(period), by });
  const choose = (next: string) =>
    next === 'otros' ? setAsked('PERIOD') : change({ dias: next, desde: null, hasta: null });
  return (
    <>
      <Top
        title="Panel"
        subtitle={`${periodText(period, today)}${isLive ? ` · hasta las ${time(nowMs)}` : ''}`}
      >
        <PeriodChoice name={name} onChoose={choose} />
        <button
          type="button"
          className="btn btn--quiet"
          aria-label="Exportar…"
          onClick={() => setAsked('EXPORT')}
        >
          <Icon name="download" />
          <span className="mid">Exportar…</span>
        </button>
      </Top>
      <main className="page">
        <PanelBody reading={reading} panel={{ period, today, nowMs, before }} />
      </main>
      {asked === 'EXPORT' && <ExportDialog period={period} onClose={() => setAsked(null)} />}
      {asked === 'PERIOD' && (
        <PeriodDialog
          period={period}
          today={today}
          onClose={() => setAsked(null)}
          onChoose={({ from, to }) => {
            setAsked(null);
            change({ dias: 'otros', desde: from, hasta: to });
          }}
        />
      )}
    </>
  );
}

interface ChosenPeriod {
  name: PeriodName | 'otros';
  period: Period;
}

/** The period that the address names; today when it names none that can be shown. */
function chosenPeriod(search: URLSearchParams, today: string): ChosenPeriod {
  const given = search.get('dias');
  const own = { from: search.get('desde') ?? '', to: search.get('hasta') ?? '' };
  if (given === 'otros' && periodError(own, today) === null) return { name: 'otros', period: own };
  const name = NAMES.find((one) => one === given) ?? 'hoy';
  return { name, period: periodOf(name, today) };
}

function PeriodChoice({
  name,
  onChoose,
}: {
  name: PeriodName | 'otros';
  onChoose: (name: string) => void;
}) {
  const choices = [
    ...NAMES.map((value) => ({ value, label: PERIOD_TITLES[value] })),
    { value: 'otros', label: 'Otros…' },
  ];
  return (
    <>
      <fieldset className="seg wide">
        <legend className="sr">Días</legend>
        {choices.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            className="seg__item"
            aria-pressed={value === name}
            onClick={() => onChoose(value)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <span className="only-phone">
        <ChipSelect
          label="Días"
          whenUnset={null}
          value={name}
          choices={choices}
          onValue={onChoose}
        />
      </span>
    </>
  );
}

function PanelBody({
  reading: { data, failure, reload },
  panel,
}: {
  reading: Reading<ReportePanelData>;
  panel: Omit<PanelData, 'data'>;
}) {
  const whole = useMemo(() => (data === undefined ? null : { ...panel, data }), [panel, data]);
  if (whole === null) {
    return (
      <section className="card card--padded">
        {failure === null ? (
          <Skeleton lines={8} />
        ) : (
          <ErrorState title="No se pudo leer el reporte" failure={failure} onRetry={reload} />
        )}
      </section>
    );
  }
  return (
    <>
      {failure !== null && (
        <Banner
          tone="warn"
          title="Estas cifras pueden estar atrasadas"
          action={
            <button type="button" className="btn" onClick={reload}>
              Reintentar
            </button>
          }
        >
          {failureText(failure)}
        </Banner>
      )}
      <div className="dash">
        <StatCards panel={whole} />
        <TimeCard panel={whole} onRetry={reload} />
        <ProductsCard rows={whole.data.byProduct?.rows ?? null} onRetry={reload} />
        <LowStockCard />
        <SellersCard rows={whole.data.bySeller?.rows ?? null} onRetry={reload} />
        <MethodsCard rows={whole.data.byPayment?.rows ?? null} onRetry={reload} />
      </div>
    </>
  );
}
