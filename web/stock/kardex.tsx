import { useList } from '../gateway/queries.ts';
import { KARDEX_PRODUCTO, type KardexProductoData } from '../generated/operations.ts';
import { EmptyState, ErrorState, Skeleton } from '../parts/states.tsx';
import { count, counted, moment } from '../words/format.ts';
import { labelOf } from '../words/labels.ts';
import { MOVEMENT_KINDS } from './movement-labels.ts';

const PAGE_SIZE = 20;

type Movement = NonNullable<KardexProductoData['producto']>['movements']['nodes'][number];

/** The ledger of a product's stock, newest first: each line with the balance after it. */
export function Kardex({ productId }: { productId: string }) {
  const list = useList(
    KARDEX_PRODUCTO,
    { id: productId, first: PAGE_SIZE },
    (data) => data.producto?.movements ?? null,
  );
  if (list.failure !== null && list.nodes.length === 0) {
    return (
      <ErrorState
        title="No se pudo leer los movimientos"
        failure={list.failure}
        onRetry={list.reload}
      />
    );
  }
  if (list.isLoading) return <Skeleton lines={6} />;
  if (list.nodes.length === 0) {
    return (
      <EmptyState icon="stock" title="Sin movimientos">
        El stock empieza en 0. El primer ingreso aparece aquí.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="ledger" aria-label="Movimientos, el último primero">
        {list.nodes.map((movement) => (
          <Line key={movement.id} movement={movement} />
        ))}
      </ul>
      <div className="bar">
        <span className="small muted">
          {counted(list.totalCount ?? list.nodes.length, 'movimiento', 'movimientos')}
        </span>
        {list.hasMore && (
          <button
            type="button"
            className="btn push"
            aria-busy={list.isLoadingMore}
            onClick={list.loadMore}
          >
            Ver más
          </button>
        )}
      </div>
    </>
  );
}

function Line({ movement }: { movement: Movement }) {
  const { kind, delta, availableAfter, reason, actor, occurredAt } = movement;
  const about = [actor?.name, reason].filter(Boolean).join(' · ');
  return (
    <li>
      <div>
        <strong>{labelOf(MOVEMENT_KINDS, kind)}</strong>
        <span className="sub">{moment(occurredAt)}</span>
      </div>
      <div className="num right">
        <strong className={delta < 0 ? 'delta' : 'delta delta--up'}>
          {delta > 0 ? `+${count(delta)}` : count(delta)}
        </strong>
        <span className="sub">quedan {count(availableAfter)}</span>
      </div>
      {about !== '' && <p className="small soft">{about}</p>}
    </li>
  );
}
