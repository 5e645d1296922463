import { useEffect, useRef, useState } from 'react';
import { type CallResult, call } from '../gateway/call.ts';
import {
  AJUSTAR_STOCK_STOCK,
  type AjustarStockStockData,
  PRODUCTO_POR_CODIGO_STOCK,
} from '../generated/operations.ts';
import { afterTry, nextTry } from '../parts/keyed-attempt.ts';
import { failureText } from '../parts/states.tsx';
import { count, day } from '../words/format.ts';
import {
  differenceOf,
  openLines,
  type StockTake,
  scanned,
  type TakeLine,
  withLine,
} from './stock-take.ts';
import { keepTake, keptTake, watchTake } from './take-store.ts';

/** A count of the shelves and what can be done with it. */
export interface StockTakeWork {
  take: StockTake;
  isApplying: boolean;
  /** Counts a unit of what a scanner read. @returns a reason not to count it, or null */
  scan: (code: string) => Promise<string | null>;
  setCounted: (productId: string, counted: number) => void;
  remove: (productId: string) => void;
  /** Sends every line that differs, one after the other. */
  apply: () => Promise<void>;
  end: () => void;
}

const newKey = () => crypto.randomUUID();
const NO_ROOM = 'Este equipo no puede guardar la toma. Libere espacio y escanee otra vez.';

/** Keeps the count of an account; every change is in the browser's store before the next one. */
export function useStockTake(accountId: string): StockTakeWork {
  const [take, setTake] = useState(() => keptTake(accountId));
  const [isApplying, setApplying] = useState(false);
  const latest = useRef(take);
  // Two tabs count one shelf: what one has counted must not be written over by the other.
  useEffect(
    () =>
      watchTake(accountId, () => {
        latest.current = keptTake(accountId);
        setTake(latest.current);
      }),
    [accountId],
  );
  /** Nothing counts that is not kept: a reload would lose it. */
  const become = (next: StockTake): boolean => {
    if (!keepTake(accountId, next)) return false;
    latest.current = next;
    setTake(next);
    return true;
  };
  const change = (productId: string, changes: Partial<TakeLine>) =>
    become(withLine(latest.current, productId, changes));
  return {
    take,
    isApplying,
    scan: async (code) => {
      const found = await findProduct(code);
      if (typeof found === 'string') return found;
      const line = latest.current.find(({ productId }) => productId === found.id);
      if (line?.attempt.isUnknown) {
        return `Aplique primero «${line.name}»: no se sabe si su conteo quedó.`;
      }
      return become(scanned(latest.current, found, newKey)) ? null : NO_ROOM;
    },
    setCounted: (productId, counted) => void change(productId, { counted, note: null }),
    remove: (productId) =>
      void become(latest.current.filter((line) => line.productId !== productId)),
    apply: async () => {
      setApplying(true);
      for (const line of openLines(latest.current)) await applyLine(line, change);
      setApplying(false);
    },
    end: () => void become([]),
  };
}

async function findProduct(code: string) {
  for (const variables of [{ barcode: code }, { sku: code }]) {
    const result = await call(PRODUCTO_POR_CODIGO_STOCK, variables);
    if (result.kind !== 'ANSWERED') return failureText(result);
    if (result.data.producto !== null) return result.data.producto;
  }
  return `Ningún producto tiene el código «${code}».`;
}

async function applyLine(
  line: TakeLine,
  change: (productId: string, changes: Partial<TakeLine>) => boolean,
): Promise<void> {
  const { productId, counted, available } = line;
  if (differenceOf(line) === 0 && !line.attempt.isUnknown) {
    change(productId, { isDone: true, note: 'Coincide' });
    return;
  }
  const content = unknownContentOf(line) ?? {
    productId,
    counted,
    reason: `Toma de inventario del ${day(Date.now())}`,
    expectedAvailable: available,
  };
  const attempt = nextTry(line.attempt, JSON.stringify(content), newKey);
  // The key is kept before the request leaves: a page that dies now asks again with the same one.
  if (!change(productId, { attempt: { ...attempt, isUnknown: true } })) return;
  const result = await call(AJUSTAR_STOCK_STOCK, {
    input: { ...content, idempotencyKey: attempt.key },
  });
  const errors = result.kind === 'ANSWERED' ? (result.data.ajustarStock?.userErrors ?? []) : [];
  const after = afterTry(
    attempt,
    result,
    errors.map(({ code }) => code),
  );
  change(productId, { attempt: after, ...outcomeOf(result) });
}

/** A content without an answer is sent again as it was, or its key would refuse it. */
function unknownContentOf({ attempt: { isUnknown, content } }: TakeLine): TakeContent | null {
  return isUnknown && content !== null ? JSON.parse(content) : null;
}

interface TakeContent {
  productId: string;
  counted: number;
  reason: string;
  expectedAvailable: number;
}

/** The changes that an answer makes to a line. */
function outcomeOf(result: CallResult<AjustarStockStockData>): Partial<TakeLine> {
  if (result.kind !== 'ANSWERED') return { note: `${failureText(result)} Aplique otra vez.` };
  const payload = result.data.ajustarStock;
  const [error] = payload?.userErrors ?? [];
  if (payload && error === undefined) return { isDone: true, note: 'Aplicado' };
  const stock = payload?.product?.stock;
  if (error?.code === 'STALE' && stock !== undefined) {
    const { onHand, available } = stock;
    const fact = `Se movió durante la toma: ahora el sistema dice ${count(onHand)}.`;
    const note = `${fact} Cuente otra vez o aplique así.`;
    return { onHand, available, note };
  }
  return { note: error?.message ?? result.errors[0]?.message ?? 'No se pudo aplicar.' };
}
