// A shop in memory with the rules that a replay depends on: prices must match, stock must suffice,
// payments must be what is due, cash needs an open drawer, a repeated key repeats its answer.
// Long because the steps of a shop share its stock, its keys and its clock.
import type { CashSession, TakeBackRequest } from '../../scripts/replay/counter.ts';
import type { ReturnRecord, SaleRecord } from '../../scripts/replay/sale-record.ts';
import type {
  OrderItem,
  SaleAnswer,
  SaleOrder,
  SalePayment,
} from '../../scripts/replay/sell-order.ts';
import type { ProductRow, Shop } from '../../scripts/replay/shop.ts';
import { wholeCoins } from '../../subgraphs/ventas/payments/cash.ts';
import { planRefunds } from '../../subgraphs/ventas/returns/refund-plan.ts';

interface Product {
  priceCentimos: number;
  available: number;
}

interface KeptReturn extends ReturnRecord {
  refunds: { id: string; method: 'CASH' | 'CARD'; amountCentimos: number; isPending: boolean }[];
}

interface KeptSale extends Omit<SaleRecord, 'returns'> {
  items: readonly (OrderItem & { returned: number })[];
  returns: KeptReturn[];
}

interface Answered {
  content: string;
  answer: SaleAnswer;
}

/** A shop in memory: product ids are the SKUs, customer ids the document numbers. */
export function createShopInMemory() {
  const products = new Map<string, Product>();
  const customers = new Set<string>();
  const answers = new Map<string, Answered>();
  const sales = new Map<string, KeptSale>();
  const returnByKey = new Map<string, KeptReturn>();
  const stockKeys = new Set<string>();
  const sessions: CashSession[] = [];
  const tills = new Set<string>();
  let nowMs = 0;
  const openSession = () => sessions.find(({ closedAtMs }) => closedAtMs === null);

  const sellNew = (order: SaleOrder): SaleAnswer => {
    const { items, payment } = order;
    const isCash = payment?.tender.method === 'CASH';
    const session = openSession();
    if (isCash && !session) return { kind: 'closed', wasReplayed: false };
    const totalCentimos = sum(items.map((item) => item.quantity * item.unitPriceCentimos));
    const problem = judge(order, totalCentimos, products);
    if (problem) return problem;
    const paidCentimos = { CASH: 0, CARD: 0 };
    if (payment) paidCentimos[payment.tender.method] = payment.tender.amountCentimos;
    for (const { productId, quantity } of items) products.get(productId)!.available -= quantity;
    if (session) session.expectedCentimos += paidCentimos.CASH;
    const id = `sale-${sales.size + 1}`;
    const kept = items.map((item) => ({ ...item, returned: 0 }));
    const createdAtMs = ++nowMs;
    sales.set(id, { id, totalCentimos, createdAtMs, paidCentimos, items: kept, returns: [] });
    return { kind: 'sold', saleId: id, wasReplayed: false };
  };

  const takeBackNew = (sale: KeptSale, { idempotencyKey, lines }: TakeBackRequest) => {
    const worth = { beforeCentimos: worthLeft(sale), afterCentimos: 0 };
    const total = sum(lines.map((one) => one.quantity * itemAt(sale, one).unitPriceCentimos));
    worth.afterCentimos = worth.beforeCentimos - total;
    const payments = (['CASH', 'CARD'] as const).flatMap((method, index) => {
      const amountCentimos = sale.paidCentimos[method];
      const refundedCentimos = sum(sale.returns.map((one) => refundsBy(one, method)));
      return amountCentimos > 0
        ? [{ seq: index + 1, method, amountCentimos, refundedCentimos }]
        : [];
    });
    const refunds = planRefunds(payments, worth);
    const session = openSession();
    if (refunds.some(({ method }) => method === 'CASH') && !session) return null;
    const id = `return-${returnByKey.size + 1}`;
    for (const line of lines) {
      itemAt(sale, line).returned += line.quantity;
      products.get(itemAt(sale, line).productId)!.available += line.quantity;
    }
    const made: KeptReturn = {
      id,
      totalCentimos: total,
      createdAtMs: ++nowMs,
      units: sum(lines.map(({ quantity }) => quantity)),
      refundedCentimos: { CASH: 0, CARD: 0 },
      pendingRefunds: 0,
      refunds: refunds.map(({ method, amountCentimos }, index) => {
        const isPending = method !== 'CASH';
        return {
          id: `${id}-${index}`,
          method: isPending ? 'CARD' : 'CASH',
          amountCentimos,
          isPending,
        };
      }),
    };
    if (session) session.expectedCentimos -= refundsBy(made, 'CASH');
    sale.returns.push(made);
    returnByKey.set(idempotencyKey, made);
    return made;
  };

  const shop: Shop = {
    importProducts: async (rows: readonly ProductRow[]) => {
      const created = rows.filter(({ sku }) => !products.has(sku)).length;
      for (const { sku, priceCentimos, openingStock = 0 } of rows) {
        products.set(sku, { available: openingStock, ...products.get(sku), priceCentimos });
      }
      return { created, idBySku: new Map(rows.map(({ sku }) => [sku, sku])), refusals: [] };
    },
    ensureSeller: async (code) => code,
    listCustomers: async () => new Map([...customers].map((number) => [number, number])),
    async ensureCustomer(docNumber) {
      customers.add(docNumber);
      return docNumber;
    },
    async sell(order) {
      const content = JSON.stringify({ ...order, idempotencyKey: null });
      const known = answers.get(order.idempotencyKey);
      if (known && known.content !== content) return rejected('IDEMPOTENCY_KEY_REUSED');
      if (known) {
        const { answer } = known;
        const isTold = answer.kind === 'sold' || answer.kind === 'closed';
        return isTold ? { ...answer, wasReplayed: true } : answer;
      }
      const answer = sellNew(order);
      answers.set(order.idempotencyKey, { content, answer });
      return answer;
    },
    async receive({ productId, units }, key) {
      if (stockKeys.has(key)) return 0;
      stockKeys.add(key);
      products.get(productId)!.available += units;
      return units;
    },
    async lose(productId, units, key) {
      if (stockKeys.has(key)) return { kind: 'lost', units: 0 };
      const product = products.get(productId)!;
      if (product.available < units) {
        return { kind: 'short', missing: units - product.available };
      }
      stockKeys.add(key);
      product.available -= units;
      return { kind: 'lost', units };
    },
    async takeBack(request) {
      const { idempotencyKey, saleId, lines } = request;
      const known = returnByKey.get(idempotencyKey);
      const sale = sales.get(saleId);
      if (!sale) return rejected('SALE_NOT_FOUND');
      const isTooMuch = lines.some((line) => {
        const { quantity, returned } = itemAt(sale, line);
        return line.quantity > quantity - returned;
      });
      if (!known && isTooMuch) return rejected('RETURN_EXCEEDS_SOLD');
      const made = known ?? takeBackNew(sale, request);
      if (made === null) return { kind: 'closed' };
      const { id, totalCentimos, refunds } = made;
      return { kind: 'returned', returnId: id, totalCentimos, refunds: structuredClone(refunds) };
    },
    async confirmRefund(refundId) {
      for (const { refunds } of returnByKey.values()) {
        for (const refund of refunds) if (refund.id === refundId) refund.isPending = false;
      }
    },
    ensureTill: async (code) => {
      tills.add(code);
      return code;
    },
    listSessions: async () => structuredClone(sessions.toReversed()),
    async openSession(_tillId, openingCentimos) {
      if (openSession()) return;
      const id = `session-${sessions.length + 1}`;
      const opening = { openingCentimos, expectedCentimos: openingCentimos };
      const closing = { closedAtMs: null, differenceCentimos: null, note: null };
      sessions.push({ id, openedAtMs: ++nowMs, ...opening, ...closing });
    },
    async closeSession(sessionId, counted, note) {
      const session = sessions.find(({ id }) => id === sessionId)!;
      if (session.closedAtMs !== null) return;
      const differenceCentimos = counted - session.expectedCentimos;
      Object.assign(session, { closedAtMs: ++nowMs, differenceCentimos, note });
    },
    listSales: async () => [...sales.values()].map(recordOf),
    listAvailable: async () =>
      new Map([...products].map(([sku, { available }]) => [sku, available])),
  };
  return { shop, products, customers, sales, sessions, tills };
}

function judge(
  { items, payment }: SaleOrder,
  totalCentimos: number,
  products: ReadonlyMap<string, Product>,
): SaleAnswer | null {
  const changed = items.some(
    (item) => products.get(item.productId)?.priceCentimos !== item.unitPriceCentimos,
  );
  if (changed) return rejected('PRICE_CHANGED');
  if (payment && payment.tender.amountCentimos !== dueOf(payment, totalCentimos)) {
    return rejected('PAYMENT_MISMATCH');
  }
  const unitsBySku = Map.groupBy(items, ({ productId }) => productId);
  const shortages = [...unitsBySku].flatMap(([productId, own]) => {
    const missing = sum(own.map(({ quantity }) => quantity)) - products.get(productId)!.available;
    return missing > 0 ? [{ productId, units: missing }] : [];
  });
  return shortages.length > 0 ? { kind: 'short', shortages } : null;
}

function dueOf({ tender }: SalePayment, totalCentimos: number): number {
  return tender.method === 'CASH' ? wholeCoins(totalCentimos) : totalCentimos;
}

function recordOf({ items: _, returns, ...sale }: KeptSale): SaleRecord {
  return {
    ...structuredClone(sale),
    returns: returns.map((one) => {
      const done = { ...one, refunds: one.refunds.filter(({ isPending }) => !isPending) };
      const { refunds, ...record } = done;
      const refundedCentimos = { CASH: refundsBy(done, 'CASH'), CARD: refundsBy(done, 'CARD') };
      return { ...record, refundedCentimos, pendingRefunds: one.refunds.length - refunds.length };
    }),
  };
}

function itemAt({ items }: KeptSale, { lineNumber }: { lineNumber: number }) {
  return items[lineNumber - 1]!;
}

function worthLeft({ items }: KeptSale): number {
  return sum(items.map((item) => (item.quantity - item.returned) * item.unitPriceCentimos));
}

function refundsBy({ refunds }: Pick<KeptReturn, 'refunds'>, wanted: 'CASH' | 'CARD'): number {
  return sum(
    refunds.filter(({ method }) => method === wanted).map(({ amountCentimos }) => amountCentimos),
  );
}

function rejected(code: string) {
  return { kind: 'rejected' as const, code, message: '' };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
