import { Link } from 'wouter';
import { Banner } from '../parts/states.tsx';
import { amount, counted as countedText, moment, money, soles } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { type CashSession, type Difference, moveSums } from './cash-session.ts';

/** The difference of a count, as the amount of the screen. */
export function DifferenceVisor({ difference: { name, amount: sum } }: { difference: Difference }) {
  return (
    <div className={`visor ${sum === 0 ? 'visor--ok' : 'visor--due'}`} role="status">
      <div className="visor__row">
        <span>Contado − esperado</span>
      </div>
      <div className="visor__main">
        <span className="visor__name">{name}</span>
        <span className="visor__amount">
          <span className="cur">S/</span>
          {amount(sum)}
        </span>
      </div>
    </div>
  );
}

/** The cash of a drawer, from its opening to its count; sellers see no sums before the end. */
export function SumsCard({ session, counted }: { session: CashSession; counted: number }) {
  return (
    <section className="card" aria-label="Efectivo">
      <div className="card__head">
        <h2>Efectivo</h2>
      </div>
      <div className="card__body">
        <SumPairs session={session} counted={counted} />
      </div>
    </section>
  );
}

/** The sums of a drawer. @param counted in céntimos; null while nobody counted */
export function SumPairs({ session, counted }: { session: CashSession; counted: number | null }) {
  const { opening, expected, cashRefunds } = session;
  const { cashSales, putIn, takenOut } = moveSums(session);
  return (
    <dl className="pairs">
      <dt>Fondo de apertura</dt>
      <dd>{money(opening)}</dd>
      {expected !== null && (
        <>
          <dt>Ventas en efectivo</dt>
          <dd>{amount(cashSales)}</dd>
          <dt>Devoluciones en efectivo</dt>
          <dd>{amount(-centimos(cashRefunds ?? '0.00'))}</dd>
        </>
      )}
      <dt>Ingresos</dt>
      <dd>{amount(putIn)}</dd>
      <dt>Egresos</dt>
      <dd>{amount(-takenOut)}</dd>
      {expected !== null && (
        <>
          <dt className="sum">Esperado</dt>
          <dd className="sum">{soles(expected)}</dd>
        </>
      )}
      {counted !== null && (
        <>
          <dt className="sum">Contado</dt>
          <dd className="sum">S/ {amount(counted)}</dd>
        </>
      )}
    </dl>
  );
}

/** Sales of the session whose payment nobody recorded: their cash would be a surplus. */
export function UnpaidSales({ session: { unpaidSales } }: { session: CashSession }) {
  if (unpaidSales.length === 0) return null;
  const title = countedText(unpaidSales.length, 'venta sin pago', 'ventas sin pago');
  return (
    <Banner tone="warn" title={`${title} registrado`}>
      {unpaidSales.map(({ id, number, createdAt, amountDue }) => (
        <span key={id} className="unpaid">
          <Link href={`/ventas?periodo=todo&venta=${id}`}>{number}</Link>
          {` · ${moment(createdAt)} · ${soles(amountDue)}`}
        </span>
      ))}
    </Banner>
  );
}
