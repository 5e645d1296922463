import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ReportePanelData } from '../generated/operations.ts';
import { Bar } from '../parts/bar.tsx';
import { EmptyState, ErrorState } from '../parts/states.tsx';
import { amount, count, counted } from '../words/format.ts';
import { labelOf, PAYMENT_MARKS, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos } from '../words/money.ts';

/** A narrow screen shows this many of a ranking. */
const SHORT_LIST = 5;

interface CardProps<Row> {
  /** Null when they could not be read. */
  rows: readonly Row[] | null;
  onRetry: () => void;
}

type RowsOf<Report extends keyof ReportePanelData> = NonNullable<ReportePanelData[Report]>['rows'];

/** A line of a ranking; the amount in céntimos. */
interface Rank {
  key: string;
  name: ReactNode;
  /** Beside the name: "2 u.", "31 %". */
  note: string;
  amount: number;
  mark?: string | undefined;
}

/** The products that sold most. */
export function ProductsCard({ rows, onRetry }: CardProps<RowsOf<'byProduct'>[number]>) {
  const ranks = rows?.map(({ key, net, units, product }) => ({
    key,
    name:
      product === null ? (
        `Producto ${key}`
      ) : (
        <Link href={`/productos?id=${product.id}`}>{product.name}</Link>
      ),
    note: `${count(units)} u.`,
    amount: centimos(net),
  }));
  return <Ranking title="Productos con más venta" ranks={ranks ?? null} onRetry={onRetry} />;
}

/** The sales of each seller. */
export function SellersCard({ rows, onRetry }: CardProps<RowsOf<'bySeller'>[number]>) {
  const ranks = rows?.map(({ key, net, salesCount, seller }) => ({
    key,
    name: seller?.name ?? `Vendedor ${key}`,
    note: counted(salesCount, 'venta', 'ventas'),
    amount: centimos(net),
  }));
  return <Ranking title="Por vendedor" ranks={ranks ?? null} onRetry={onRetry} />;
}

/** The money by its means; what was given back is taken off. */
export function MethodsCard({ rows, onRetry }: CardProps<RowsOf<'byPayment'>[number]>) {
  const sum = rows?.reduce((total, { net }) => total + centimos(net), 0) ?? 0;
  const ranks = rows?.map(({ key, net }) => ({
    key,
    name: labelOf(PAYMENT_METHODS, key),
    note: sum > 0 ? `${Math.round((centimos(net) / sum) * 100)} %` : '',
    amount: centimos(net),
    mark: PAYMENT_MARKS[key],
  }));
  return <Ranking title="Por medio de pago" ranks={ranks ?? null} onRetry={onRetry} />;
}

function Ranking({
  title,
  ranks,
  onRetry,
}: {
  title: string;
  ranks: readonly Rank[] | null;
  onRetry: () => void;
}) {
  return (
    <section className="card" aria-label={title}>
      <div className="card__head">
        <h2>{title}</h2>
      </div>
      <div className="card__body">
        <RankingBody title={title} ranks={ranks} onRetry={onRetry} />
      </div>
    </section>
  );
}

function RankingBody({
  title,
  ranks,
  onRetry,
}: {
  title: string;
  ranks: readonly Rank[] | null;
  onRetry: () => void;
}) {
  if (ranks === null) {
    return <ErrorState title="No se pudo leer" failure={{ kind: 'NO_ANSWER' }} onRetry={onRetry} />;
  }
  if (ranks.length === 0) {
    return (
      <EmptyState icon="panel" title="Sin ventas en estos días">
        Elija otros días arriba.
      </EmptyState>
    );
  }
  const most = Math.max(1, ...ranks.map((rank) => rank.amount));
  return (
    <ol className="barlist" aria-label={title}>
      {ranks.map((rank, at) => (
        <li key={rank.key} className={at < SHORT_LIST ? '' : 'roomy'} data-pay={rank.mark}>
          <span className="clip">
            {rank.name} <span className="muted small">{rank.note}</span>
          </span>
          <span className="barlist__value">S/ {amount(rank.amount)}</span>
          <Bar part={Math.max(0, rank.amount) / most} />
        </li>
      ))}
    </ol>
  );
}
