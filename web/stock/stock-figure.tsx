import { count } from '../words/format.ts';

/** Units that may be sold, and from how many down they are few. */
export interface StockFigureProps {
  available: number;
  minimum: number;
  isLow: boolean;
}

/** The stock of a product in a list: a plain number, unless somebody should act on it. */
export function StockFigure({ available, minimum, isLow }: StockFigureProps) {
  if (available <= 0) return <span className="badge badge--danger">Agotado</span>;
  if (!isLow) return count(available);
  return (
    <span className="badge badge--warn">
      {count(available)} de {count(minimum)}
    </span>
  );
}
