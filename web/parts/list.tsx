import type { ReactNode } from 'react';
import type { ListReading } from '../gateway/queries.ts';
import { countedList } from '../words/format.ts';
import { ErrorState, Skeleton } from './states.tsx';

interface ListProps<Node> {
  list: ListReading<Node>;
  /** For those who hear it: "Ventas de hoy, la última primero". */
  caption: string;
  /** The row of `<th>`. */
  head: ReactNode;
  row: (node: Node) => ReactNode;
  /** Shown instead of the table while the list has no rows. */
  empty: ReactNode;
  /** "No se pudo leer las ventas". */
  errorTitle: string;
  /** One and many of a row: "venta", "ventas". */
  nouns: readonly [one: string, many: string];
  /** Stands beside the count, about the rows that are loaded. */
  note?: ReactNode;
}

/** A table of a list of the gateway with every state that it can have; it scrolls by itself. */
export function List<Node>(props: ListProps<Node>) {
  const { list, caption, head, row, empty, errorTitle, nouns, note } = props;
  if (list.failure !== null && list.nodes.length === 0) {
    return (
      <section className="card">
        <ErrorState title={errorTitle} failure={list.failure} onRetry={list.reload} />
      </section>
    );
  }
  if (list.isLoading) {
    return (
      <section className="card card--padded">
        <Skeleton lines={8} />
      </section>
    );
  }
  if (list.nodes.length === 0) return <section className="card">{empty}</section>;
  return (
    <div className="card" aria-busy={list.isRefreshing}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys. */}
      <section className="table-scroll" tabIndex={0} aria-label={`Tabla: ${caption}`}>
        <table className="table">
          <caption className="sr">{caption}</caption>
          <thead>
            <tr>{head}</tr>
          </thead>
          <tbody>{list.nodes.map(row)}</tbody>
        </table>
      </section>
      <ListFoot list={list} nouns={nouns} note={note} />
    </div>
  );
}

function ListFoot<Node>({
  list,
  nouns: [one, many],
  note,
}: Pick<ListProps<Node>, 'list' | 'nouns' | 'note'>) {
  const { nodes, totalCount, hasMore, isLoadingMore, loadMore } = list;
  const total = countedList(totalCount ?? nodes.length, one, many);
  return (
    <div className="list-foot">
      <span>
        {hasMore ? `${nodes.length} de ${total}` : total}
        {note !== undefined && (
          <>
            {' · '}
            <b>{note}</b>
          </>
        )}
      </span>
      {list.failure !== null && (
        <span className="list-foot__failure" role="alert">
          <span className="badge badge--warn">Sin actualizar</span>
          <button type="button" className="btn btn--small" onClick={list.reload}>
            Reintentar
          </button>
        </span>
      )}
      {hasMore && list.failure === null && (
        <button type="button" className="btn" aria-busy={isLoadingMore} onClick={loadMore}>
          Ver más
        </button>
      )}
    </div>
  );
}
