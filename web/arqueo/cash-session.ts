import type { CajasArqueoData, SesionArqueoData } from '../generated/operations.ts';
import { centimos } from '../words/money.ts';

/** A till with its open drawer. */
export type Till = NonNullable<CajasArqueoData['cajas']>[number];

/** A drawer from its opening to its closing. */
export type CashSession = NonNullable<SesionArqueoData['sesionCaja']>;

/** The part of a session that its sums are made of; amounts as the gateway writes them. */
interface Moves {
  movements: readonly { kind: string; amount: string }[];
  byMethod: readonly { method: string; amount: string }[] | null;
}

/** The sums of a drawer's moves, in céntimos. */
export interface MoveSums {
  cashSales: number;
  putIn: number;
  takenOut: number;
}

/** Sums up what moved the cash of a drawer. */
export function moveSums({ movements, byMethod }: Moves): MoveSums {
  const sum = (amounts: readonly string[]) =>
    amounts.reduce((total, amount) => total + centimos(amount), 0);
  const moved = (wanted: string) =>
    sum(movements.filter(({ kind }) => kind === wanted).map(({ amount }) => amount));
  const cash = (byMethod ?? []).filter(({ method }) => method === 'CASH');
  return {
    cashSales: sum(cash.map(({ amount }) => amount)),
    putIn: moved('IN'),
    takenOut: moved('OUT'),
  };
}

/** The verdict on a count. */
export interface Difference {
  name: 'Falta' | 'Sobra' | 'Cuadra';
  /** Céntimos, never below zero. */
  amount: number;
}

/** Compares a count with what is expected, both in céntimos. */
export function differenceOf(counted: number, expected: number): Difference {
  if (counted === expected) return { name: 'Cuadra', amount: 0 };
  return counted < expected
    ? { name: 'Falta', amount: expected - counted }
    : { name: 'Sobra', amount: counted - expected };
}
