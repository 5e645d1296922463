/**
 * The till at work, outside of React: what it keeps, sends and asks goes on whichever screen is
 * shown. It is opened once in a page, by the tab that holds the lock. Long because it is the one
 * place where the parts of the till meet.
 */
import { CAJA_APERTURA } from '../generated/operations.ts';
import { currentSession, guardSignOut } from '../session/session.ts';
import { type AttemptSender, createAttemptSender, type SenderSnapshot } from './attempt-sender.ts';
import { buildOrder, itemsOf, type OrderParts } from './build-order.ts';
import { addProduct, type Cart, type CartProduct, emptyCart } from './cart.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { openCatalogueStore } from './catalogue-store.ts';
import { type CatalogueSync, createCatalogueSync } from './catalogue-sync.ts';
import { createConnection } from './connection.ts';
import { createStockReader, type StockReader } from './stock-reader.ts';
import { createTillGateway, type TillGateway } from './till-gateway.ts';
import type { HeldCart } from './till-records.ts';
import {
  attemptInHand,
  attemptOf,
  createObservable,
  firstState,
  type Observable,
  type TillState,
} from './till-state.ts';
import { openTillStore, type TillStore } from './till-store.ts';

const CATALOGUE_EVERY_MS = 30_000;
const QUOTE_AFTER_MS = 400;

/** The till, for the screen. */
export interface Till {
  state: Observable<TillState>;
  catalogue: Catalogue;
  gateway: TillGateway;
  sender: AttemptSender;
  stock: StockReader;
  /** Replaces the cart, unless an attempt has it in hand; null changes nothing. */
  change(next: (cart: Cart) => Cart | null): boolean;
  add(product: CartProduct, quantity: number): boolean;
  hold(by: string): Promise<void>;
  recall(held: HeldCart, by: string): Promise<void>;
  dropHeld(id: string): Promise<void>;
  chooseTill(tillId: string): void;
  /** Reads the tills and the shop again. */
  readCounter(): Promise<void>;
  /** @returns whether an attempt was begun: the second press of two begins none */
  charge(parts: Omit<OrderParts, 'key' | 'cart'>, mode: 'SEND' | 'LEAVE_PENDING'): Promise<boolean>;
  /** Shows a sale that was made, to print its ticket. */
  show(shown: { key: string; isCopy: boolean }): void;
  /** The screen of the sale, or of its refusal, was left. */
  closeOutcome(): void;
  refreshCatalogue(): void;
  accountChanged(accountId: string): void;
}

let opening: Promise<Till> | null = null;

/** The till of this page; the second call gives the same one. */
export function openTill(): Promise<Till> {
  opening ??= open().catch((error: unknown) => {
    opening = null;
    throw new Error('The till could not open its disk', { cause: error });
  });
  return opening;
}

const startTimer = (run: () => void, delayMs: number) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** The parts of a till that are made before its state is known. */
interface Parts {
  state: Observable<TillState>;
  store: TillStore;
  catalogue: Catalogue;
  gateway: TillGateway;
  sender: AttemptSender;
  sync: CatalogueSync;
  stock: StockReader;
}

async function open(): Promise<Till> {
  const state = createObservable(firstState());
  const [store, catalogueStore] = await Promise.all([openTillStore(), openCatalogueStore()]);
  const catalogue = createCatalogue();
  const onStoreError = () => state.set({ hasStoreError: true });
  const showCatalogue = () => state.set({ catalogueRevision: state.get().catalogueRevision + 1 });
  const connection = createConnection({
    probe: () => gateway.probe(),
    now: Date.now,
    startTimer,
    onChange(next) {
      state.set({ connection: next });
      if (next.isOnline) sender.wake();
    },
  });
  const gateway = createTillGateway(connection.report);
  const sync = createCatalogueSync({
    load: catalogueStore.load,
    save: catalogueStore.save,
    fetchPage: gateway.changes,
    onProducts(products) {
      if (products.length === 0) return;
      catalogue.put(products);
      showCatalogue();
    },
    onState: (next) => state.set({ catalogue: next }),
    onStoreError,
    now: Date.now,
  });
  const stock = createStockReader({
    read: gateway.stock,
    put(readings) {
      catalogue.putStock(readings);
      showCatalogue();
    },
    now: Date.now,
    startTimer,
  });
  const sender: AttemptSender = createAttemptSender({
    store,
    send: ({ input }) => gateway.sell(input),
    cancel: gateway.cancel,
    account: signedIn,
    isOnline: () => connection.state().isOnline,
    now: Date.now,
    random: Math.random,
    startTimer,
    onChange: (snapshot) => attemptsChanged(parts, snapshot),
    onStoreError,
  });
  const parts: Parts = { state, store, catalogue, gateway, sender, sync, stock };
  window.addEventListener('online', connection.hint);
  window.addEventListener('offline', connection.hint);
  await start(parts);
  return tillOf(parts);
}

/** The account whose attempts are sent; nobody's while the screen is locked. */
function signedIn() {
  const session = currentSession();
  if (session.kind !== 'SIGNED_IN') return null;
  return { id: session.user.id, isAdmin: session.user.roles.includes('ADMIN') };
}

async function start(parts: Parts): Promise<void> {
  const { state, store, sender, sync } = parts;
  const [cart, held, tillId, units] = await Promise.all([
    store.readCart(),
    store.readHeld(),
    store.readSetting('tillId'),
    store.readSetting('unitsByProduct'),
  ]);
  state.set({
    cart: cart ?? state.get().cart,
    held,
    tillId: typeof tillId === 'string' ? tillId : null,
    unitsByProduct: unitsOfRecord(units),
  });
  await sender.start();
  // The last change of the cart may not have reached the disk; the attempt has.
  const inHand = attemptInHand(state.get());
  if (inHand) state.set({ cart: inHand.request.cart });
  void sync.open();
  setInterval(
    () => document.visibilityState === 'visible' && void sync.refresh(),
    CATALOGUE_EVERY_MS,
  );
  quoteCarts(parts);
  guardSignOut(() => {
    const now = state.get();
    if (attemptInHand(now)) return 'Hay una venta sin respuesta. Espere, o déjela pendiente (F8).';
    return null;
  });
  void readCounter(parts);
}

function unitsOfRecord(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(([, units]) => typeof units === 'number');
  return Object.fromEntries(entries);
}

/** The form of a cart that nobody has touched yet; the document of the last one stays. */
function nextCart({ cart }: TillState): Cart {
  return emptyCart(crypto.randomUUID(), cart.document);
}

function attemptsChanged(parts: Parts, snapshot: SenderSnapshot): void {
  const { state, sender, store, sync, stock } = parts;
  const before = state.get();
  const inHand = attemptInHand(before);
  const after = inHand && attemptOf({ sender: snapshot }, inHand.key);
  state.set({ sender: snapshot });
  const isTaken = snapshot.attempts.some(
    ({ request, state: its }) =>
      request.cart.id === before.cart.id && (its === 'VENDIDA' || its === 'PENDIENTE'),
  );
  if (isTaken) state.set({ cart: nextCart(before), quote: null, touched: null });
  if (!after || after.state === 'DUDOSA' || after.state === 'EN_CURSO') return;
  if (after.state === 'RECHAZADA') {
    state.set({ refusedKey: after.key });
    // The reason may be a drawer that was closed elsewhere.
    void readCounter(parts);
  }
  if (after.state !== 'VENDIDA') return;
  show(state, sender, { key: after.key, isCopy: false });
  const { lines } = after.request.cart;
  const unitsByProduct = { ...before.unitsByProduct };
  for (const { productId, quantity } of lines) {
    unitsByProduct[productId] = (unitsByProduct[productId] ?? 0) + quantity;
  }
  state.set({ unitsByProduct });
  void store.writeSetting('unitsByProduct', unitsByProduct);
  stock.forget(lines.map(({ productId }) => productId));
  void sync.refresh();
}

function show(
  state: Observable<TillState>,
  sender: AttemptSender,
  shown: { key: string; isCopy: boolean },
): void {
  state.set({ shown });
  void sender.attend(shown.key);
}

/** Asks what the server would say to the cart, a moment after each change. */
function quoteCarts({ state, gateway }: Parts): void {
  let asked: Cart | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function ask(cart: Cart): Promise<void> {
    const counter = counterOf(state.get());
    if (counter === null || !state.get().connection.isOnline) return;
    const { customer, document } = cart;
    const quote = await gateway.quote({
      ...counter,
      ...itemsOf(cart),
      customerId: customer?.id ?? null,
      documentType: document,
      payments: null,
    });
    if (quote && state.get().cart === cart) state.set({ quote: { cart, quote } });
  }
  state.subscribe(() => {
    const { cart } = state.get();
    if (cart === asked) return;
    asked = cart;
    clearTimeout(timer);
    if (cart.lines.length > 0) timer = setTimeout(() => void ask(cart), QUOTE_AFTER_MS);
  });
}

/** The person who sells and the till; null until both are known. */
export function counterOf({ tillId, chosenSeller }: TillState) {
  const session = currentSession();
  // Behind the lock the dialogs stay as they are, so they must go on knowing who sells.
  const isKnown = session.kind === 'SIGNED_IN' || session.kind === 'LOCKED';
  const own = isKnown ? session.user.seller : null;
  const sellerId = own?.id ?? chosenSeller?.id ?? null;
  return sellerId === null || tillId === null ? null : { sellerId, tillId };
}

async function readCounter({ state, gateway, store }: Parts): Promise<void> {
  const result = await gateway.ask(CAJA_APERTURA, {});
  if (result.kind !== 'ANSWERED' || !result.data.cajas) return;
  const tills = result.data.cajas.filter(({ active }) => active);
  const { tillId, cart } = state.get();
  const [only] = tills;
  const isKnown = tills.some(({ id }) => id === tillId);
  const single = tills.length === 1 && only ? only.id : null;
  const shop = result.data.tienda;
  // A device that has stood at the only till stays there when there are more.
  if (!isKnown && single !== null) void store.writeSetting('tillId', single);
  state.set({ tills, shop, tillId: isKnown ? tillId : single });
  // The first cart of a shop that has its data asks for a boleta, as the law does.
  const isFirst = cart.lines.length === 0 && cart.document === null;
  if (isFirst && shop !== null) state.set({ cart: { ...cart, document: 'BOLETA' } });
}

function tillOf(parts: Parts): Till {
  const { state, store, catalogue, gateway, sender, sync, stock } = parts;
  const writeCart = (cart: Cart) =>
    store.writeCart(cart).catch(() => state.set({ hasStoreError: true }));

  function change(next: (cart: Cart) => Cart | null): boolean {
    const now = state.get();
    if (attemptInHand(now)) return false;
    const cart = next(now.cart);
    if (cart === null) return false;
    state.set({ cart });
    void writeCart(cart);
    return true;
  }

  let accountAtTill: string | null = null;
  return {
    state,
    catalogue,
    gateway,
    sender,
    stock,
    change,
    add(product, quantity) {
      const lineId = crypto.randomUUID();
      const at = Date.now();
      const isAdded = change((before) => addProduct(before, { product, quantity, lineId, at }));
      const { cart, touched } = state.get();
      if (isAdded && cart.currentId !== null) {
        state.set({ touched: { lineId: cart.currentId, count: (touched?.count ?? 0) + 1 } });
        stock.want([product.id]);
      }
      return isAdded;
    },
    async hold(by) {
      const now = state.get();
      if (attemptInHand(now) || now.cart.lines.length === 0) return;
      const next = nextCart(now);
      await store.hold({ cart: now.cart, heldAt: Date.now(), heldBy: by }, next);
      state.set({ cart: next, held: await store.readHeld(), quote: null });
    },
    async recall(held, by) {
      if (attemptInHand(state.get())) return;
      if (state.get().cart.lines.length > 0) await this.hold(by);
      await store.recall(held);
      state.set({ cart: held.cart, held: await store.readHeld(), quote: null });
    },
    async dropHeld(id) {
      await store.dropHeld(id);
      state.set({ held: await store.readHeld() });
    },
    chooseTill(tillId) {
      state.set({ tillId });
      void store.writeSetting('tillId', tillId);
    },
    readCounter: () => readCounter(parts),
    async charge(order, mode) {
      const session = currentSession();
      if (session.kind !== 'SIGNED_IN') return false;
      const { id, name } = session.user;
      const key = crypto.randomUUID();
      const request = buildOrder({ ...order, key, cart: state.get().cart });
      const attempt = { key, account: { id, name }, request, at: Date.now() };
      return (await sender.begin(attempt, mode)) === 'BEGUN';
    },
    show: (shown) => show(state, sender, shown),
    closeOutcome() {
      const { refusedKey } = state.get();
      state.set({ shown: null, refusedKey: null });
      if (refusedKey !== null) void sender.attend(refusedKey);
    },
    refreshCatalogue: () => void sync.refresh(),
    accountChanged(accountId) {
      // One person's choice of a seller and the sale on the screen are not the next one's.
      const isOther = accountAtTill !== null && accountAtTill !== accountId;
      accountAtTill = accountId;
      if (isOther) state.set({ chosenSeller: null, shown: null });
      sender.wake();
      if (state.get().tills === null) void readCounter(parts);
    },
  };
}
