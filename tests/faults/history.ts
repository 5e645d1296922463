// The story that clients saw, and the check that its end agrees with it.
// Long because every kind of operation is checked against every other one's traces.

/** A product and how many of it: a line of a sale. */
export interface Line {
  productId: string;
  quantity: number;
}

/**
 * The times when a client sent something and when it knew the result, by the one clock of all
 * clients.
 */
interface Timed {
  begunAtMs: number;
  endedAtMs: number;
}

/**
 * `fail` is a final no; `unknown` is everything else: no answer, a fault, "ask again". An unknown
 * try may have happened or not.
 */
export type Outcome<Known> = ({ kind: 'ok' } & Known) | { kind: 'fail' | 'unknown'; code: string };

export interface SoldSale {
  id: string;
  total: string;
  lines: readonly Line[];
}

/** One try to sell; several may have the same key. */
export interface SaleTry extends Timed {
  kind: 'sale';
  key: string;
  lines: readonly Line[];
  outcome: Outcome<{ sale: SoldSale }>;
}

/** One try to add units (above zero) or take them away (below). */
export interface AdjustTry extends Timed {
  kind: 'adjust';
  key: string;
  productId: string;
  delta: number;
  outcome: Outcome<object>;
}

/** One try to discard the key of a sale; `saleId` null: nothing will ever be sold under it. */
export interface DiscardTry extends Timed {
  kind: 'discard';
  key: string;
  outcome: Outcome<{ saleId: string | null }>;
}

/** A look at the stock of a product. */
export interface StockRead extends Timed {
  kind: 'read';
  productId: string;
  available: number;
}

export type Operation = SaleTry | AdjustTry | DiscardTry | StockRead;

/** The content of the databases once everything is settled. */
export interface FinalState {
  sales: readonly (SoldSale & { key: string })[];
  adjustments: readonly { key: string; productId: string; delta: number }[];
  availableByProduct: ReadonlyMap<string, number>;
}

export interface Story {
  openingByProduct: ReadonlyMap<string, number>;
  operations: readonly Operation[];
  final: FinalState;
}

/**
 * Checks that what clients were told is what happened.
 * @returns one sentence per contradiction; none when the story holds together
 */
export function contradictionsOf(story: Story): string[] {
  return [
    ...checkSaleAnswers(story),
    ...checkSalesAskedFor(story),
    ...checkDiscards(story),
    ...checkAdjustments(story),
    ...checkFinalStock(story),
    ...checkReads(story),
  ];
}

/** Each answer about a sale is true at the end. */
function checkSaleAnswers({ operations, final }: Story): string[] {
  const found: string[] = [];
  const salesByKey = Map.groupBy(final.sales, ({ key }) => key);
  const tries = operations.filter((operation) => operation.kind === 'sale');
  for (const { key, lines, outcome } of tries) {
    const sales = salesByKey.get(key) ?? [];
    if (outcome.kind === 'ok' && !sales.some((sale) => isSame(sale, outcome.sale))) {
      found.push(`sale ${key} was answered as ${describe(outcome.sale)}, but ${listOf(sales)}`);
    }
    if (outcome.kind === 'ok' && textOf(outcome.sale.lines) !== textOf(lines)) {
      found.push(`sale ${key} of ${textOf(lines)} was answered as ${describe(outcome.sale)}`);
    }
    if (outcome.kind === 'fail' && sales.some((sale) => textOf(sale.lines) === textOf(lines))) {
      found.push(`sale ${key} was refused with ${outcome.code}, but ${listOf(sales)}`);
    }
  }
  return found;
}

/** Every sale was asked for, and no key was sold twice. */
function checkSalesAskedFor({ operations, final }: Story): string[] {
  const tries = operations.filter((operation) => operation.kind === 'sale');
  const asked = new Set(tries.map(({ key, lines }) => `${key} ${textOf(lines)}`));
  const unasked = final.sales
    .filter(({ key, lines }) => !asked.has(`${key} ${textOf(lines)}`))
    .map((sale) => `nobody asked for sale ${sale.key}: ${describe(sale)}`);
  const repeated = [...Map.groupBy(final.sales, ({ key }) => key)]
    .filter(([, sales]) => sales.length > 1)
    .map(([key, sales]) => `key ${key} was sold more than once: ${listOf(sales)}`);
  return [...unasked, ...repeated];
}

/** A key that was discarded is never sold under, and one that was found sold is. */
function checkDiscards({ operations, final }: Story): string[] {
  const saleByKey = new Map(final.sales.map((sale) => [sale.key, sale]));
  return operations.flatMap((operation) => {
    if (operation.kind !== 'discard' || operation.outcome.kind !== 'ok') return [];
    const { key, outcome } = operation;
    const saleId = saleByKey.get(key)?.id ?? null;
    if (saleId === outcome.saleId) return [];
    const [told, is] = [outcome.saleId, saleId].map((id) => (id ? `sale ${id}` : 'no sale'));
    return [`key ${key} was answered to have ${told} when it was discarded, and has ${is}`];
  });
}

function checkAdjustments({ operations, final }: Story): string[] {
  const found: string[] = [];
  const doneByKey = Map.groupBy(final.adjustments, ({ key }) => key);
  const tries = operations.filter((operation) => operation.kind === 'adjust');
  for (const { key, productId, delta, outcome } of tries) {
    const done = doneByKey.get(key) ?? [];
    const isDone = done.some((one) => one.productId === productId && one.delta === delta);
    if (outcome.kind === 'ok' && !isDone) {
      found.push(`adjustment ${key} was answered as done, but is not there`);
    }
    if (outcome.kind === 'fail' && isDone) {
      found.push(`adjustment ${key} was refused with ${outcome.code}, but is there`);
    }
  }
  for (const [key, done] of doneByKey) {
    if (done.length > 1) found.push(`adjustment ${key} was done ${done.length} times`);
  }
  return found;
}

/** Opening stock, and everything that happened to it, is the stock at the end. */
function checkFinalStock({ openingByProduct, final }: Story): string[] {
  const expected = new Map(openingByProduct);
  const add = (productId: string, units: number) =>
    expected.set(productId, (expected.get(productId) ?? 0) + units);
  for (const { lines } of final.sales) {
    for (const { productId, quantity } of lines) add(productId, -quantity);
  }
  for (const { productId, delta } of final.adjustments) add(productId, delta);
  return [...expected].flatMap(([productId, units]) => {
    const available = final.availableByProduct.get(productId);
    if (available === units) return [];
    return [`product ${productId} has ${available} units at the end instead of ${units}`];
  });
}

/**
 * No look at the stock shows less than nothing, nor more than there can have been: what was there
 * and what may have come by then, without what was sold or taken for certain before the look.
 */
function checkReads({ openingByProduct, operations }: Story): string[] {
  const mayHaveCome = unitsThatMayHaveCome(operations);
  const haveGone = unitsGone(operations);
  return operations.flatMap((operation) => {
    if (operation.kind !== 'read') return [];
    const { productId, available, begunAtMs, endedAtMs } = operation;
    const most =
      (openingByProduct.get(productId) ?? 0) +
      mayHaveCome.until(productId, endedAtMs) -
      haveGone.until(productId, begunAtMs);
    if (available < 0) return [`product ${productId} was seen with ${available} units`];
    if (available <= most) return [];
    return [`product ${productId} was seen with ${available} units, and had ${most} at most`];
  });
}

/** Units sold or taken for certain, each key once, at the time when its client knew. */
function unitsGone(operations: readonly Operation[]): Tallies {
  const gone = createTallies();
  const countedKeys = new Set<string>();
  const byEnd = operations.toSorted((left, right) => left.endedAtMs - right.endedAtMs);
  for (const operation of byEnd) {
    if (operation.kind !== 'sale' && operation.kind !== 'adjust') continue;
    if (operation.outcome.kind !== 'ok') continue;
    if (countedKeys.has(operation.key)) continue;
    countedKeys.add(operation.key);
    for (const { productId, quantity } of linesTakenBy(operation)) {
      gone.add(productId, operation.endedAtMs, quantity);
    }
  }
  return gone;
}

function linesTakenBy(operation: SaleTry | AdjustTry): readonly Line[] {
  if (operation.kind === 'sale') return operation.lines;
  const { productId, delta } = operation;
  return delta < 0 ? [{ productId, quantity: -delta }] : [];
}

/** Units that a client tried to add, each key once, at the time when it first tried. */
function unitsThatMayHaveCome(operations: readonly Operation[]): Tallies {
  const come = createTallies();
  const begunKeys = new Set<string>();
  const byBegin = operations.toSorted((left, right) => left.begunAtMs - right.begunAtMs);
  for (const operation of byBegin) {
    if (operation.kind !== 'adjust' || operation.delta < 0) continue;
    if (begunKeys.has(operation.key)) continue;
    begunKeys.add(operation.key);
    come.add(operation.productId, operation.begunAtMs, operation.delta);
  }
  return come;
}

/** Running sums of units per product; units are added in the order of time. */
interface Tallies {
  add(productId: string, atMs: number, units: number): void;
  /** The sum of what was added up to that time. */
  until(productId: string, atMs: number): number;
}

function createTallies(): Tallies {
  const stepsByProduct = new Map<string, { atMs: number; sum: number }[]>();
  return {
    add(productId, atMs, units) {
      const steps = stepsByProduct.get(productId) ?? [];
      if (steps.length === 0) stepsByProduct.set(productId, steps);
      steps.push({ atMs, sum: (steps.at(-1)?.sum ?? 0) + units });
    },
    until(productId, atMs) {
      const steps = stepsByProduct.get(productId) ?? [];
      return steps.findLast((step) => step.atMs <= atMs)?.sum ?? 0;
    },
  };
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({ productId, quantity }) => `${quantity}×${productId}`).join(' + ');
}

function isSame(left: SoldSale, right: SoldSale): boolean {
  return describe(left) === describe(right);
}

function describe({ id, total, lines }: SoldSale): string {
  return `${id} (${textOf(lines)} for ${total})`;
}

function listOf(sales: readonly SoldSale[]): string {
  return sales.length === 0 ? 'is not there' : `there is ${sales.map(describe).join(', ')}`;
}
