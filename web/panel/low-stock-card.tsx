import { Link } from 'wouter';
import { useReading } from '../gateway/queries.ts';
import { PRODUCTOS_BAJO_MINIMO } from '../generated/operations.ts';
import { EmptyState, ErrorState, Skeleton } from '../parts/states.tsx';
import { StockFigure } from '../stock/stock-figure.tsx';
import { countedList } from '../words/format.ts';

const SHOWN = 7;
const SHORT_LIST = 5;
const REFRESH_MS = 30_000;

/** The products that run low. */
export function LowStockCard() {
  const { data, failure, reload } = useReading(
    PRODUCTOS_BAJO_MINIMO,
    { first: SHOWN },
    { everyMs: REFRESH_MS },
  );
  const products = data?.productos;
  return (
    <section className="card" aria-label="Stock bajo">
      <div className="card__head">
        <h2>Stock bajo</h2>
        {products && products.totalCount > 0 && (
          <Link href="/stock?bajo=1">
            {countedList(products.totalCount, 'producto', 'productos')}
          </Link>
        )}
      </div>
      <div className="card__body">
        {!products && failure === null && <Skeleton lines={5} />}
        {!products && failure !== null && (
          <ErrorState title="No se pudo leer el stock" failure={failure} onRetry={reload} />
        )}
        {products?.totalCount === 0 && (
          <EmptyState icon="check" title="Nada está bajo mínimo">
            Todo producto tiene más que su stock mínimo.
          </EmptyState>
        )}
        <ul className="barlist">
          {products?.nodes.map(({ id, name, stock }, at) => (
            <li key={id} className={at < SHORT_LIST ? 'centered' : 'centered roomy'}>
              <Link className="clip" href={`/stock?id=${id}`}>
                {name}
              </Link>
              <StockFigure {...stock} isLow />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
