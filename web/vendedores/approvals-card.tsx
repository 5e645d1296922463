import { useReading } from '../gateway/queries.ts';
import { AUTORIZACIONES_VENDEDORES } from '../generated/operations.ts';
import { ErrorState, Skeleton } from '../parts/states.tsx';
import { moment, money } from '../words/format.ts';

/** Approvals are spent at the tills while this is on the screen. */
const RENEW_MS = 10_000;

/** The discounts that were approved and may still be given. */
export function ApprovalsCard() {
  const { data, failure, reload } = useReading(
    AUTORIZACIONES_VENDEDORES,
    {},
    { everyMs: RENEW_MS },
  );
  const approvals = data?.autorizaciones;
  return (
    <section className="card approvals-card" aria-label="Descuentos autorizados">
      <div className="card__head">
        <h2>Descuentos autorizados</h2>
      </div>
      <div className="card__body">
        {failure !== null && !approvals && (
          <ErrorState title="No se pudieron leer" failure={failure} onRetry={reload} />
        )}
        {failure === null && !approvals && <Skeleton lines={3} />}
        {approvals?.length === 0 && (
          <p className="small muted">
            Ninguno por usar. Autorice uno cuando un vendedor pida más de su límite.
          </p>
        )}
        {approvals && approvals.length > 0 && (
          <ul className="approvals">
            {approvals.map(({ id, seller, maxPercent, expiresAt }) => (
              <li key={id}>
                <strong>{seller.name}</strong>
                <span className="soft">
                  Hasta {money(maxPercent)} % · una venta · vence {moment(expiresAt)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
