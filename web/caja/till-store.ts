/**
 * The till's disk: attempts to sell, the cart, carts put aside. Writes on the way of a sale are
 * strict: they are on the disk, not only on their way there, before anything is sent.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Cart } from './cart.ts';
import type { TillAttempt } from './sale-request.ts';
import { type HeldCart, readAttempt, readCart, readHeldCart } from './till-records.ts';

const NAME = 'electroplus-caja';
const VERSION = 1;
const CURRENT = 'actual';
/** States in which the cart belongs to the attempt and the next customer begins with a new one. */
const CLEARING: ReadonlySet<TillAttempt['state']> = new Set(['VENDIDA', 'PENDIENTE']);

interface Tables extends DBSchema {
  attempts: { key: string; value: unknown };
  cart: { key: string; value: unknown };
  held: { key: string; value: unknown };
  settings: { key: string; value: unknown };
}

/** The names of what the till remembers from one day to the next. */
export type SettingName = 'tillId' | 'document' | 'unitsByProduct';

export interface TillStore {
  readAll(): Promise<{ attempts: TillAttempt[]; unreadable: number }>;
  /** Durable when it resolves; clears the cart of an attempt that sold or was left pending. */
  write(attempt: TillAttempt): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  readCart(): Promise<Cart | null>;
  writeCart(cart: Cart): Promise<void>;
  /** The cart is put aside and a new one takes its place, in one transaction. */
  hold(held: HeldCart, next: Cart): Promise<void>;
  /** The cart that was put aside becomes the current one, in one transaction. */
  recall(held: HeldCart): Promise<void>;
  /** The oldest first. */
  readHeld(): Promise<HeldCart[]>;
  dropHeld(id: string): Promise<void>;
  readSetting(name: SettingName): Promise<unknown>;
  writeSetting(name: SettingName, value: unknown): Promise<void>;
}

/** Opens the till's disk, and asks the browser never to evict it. */
export async function openTillStore(): Promise<TillStore> {
  const db = await openDB<Tables>(NAME, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore('attempts');
      fresh.createObjectStore('cart');
      fresh.createObjectStore('held');
      fresh.createObjectStore('settings');
    },
  });
  // A browser may say no; then the data live as long as those of any page.
  await navigator.storage?.persist?.();
  return { ...attemptsOf(db), ...cartsOf(db), ...settingsOf(db) };
}

type Database = IDBPDatabase<Tables>;
const STRICT = { durability: 'strict' } as const;

function attemptsOf(db: Database): Pick<TillStore, 'readAll' | 'write' | 'remove'> {
  return {
    async readAll() {
      const records = await db.getAll('attempts');
      const attempts = records.map(readAttempt).filter((attempt) => attempt !== null);
      return { attempts, unreadable: records.length - attempts.length };
    },
    async write(attempt) {
      const tx = db.transaction(['attempts', 'cart'], 'readwrite', STRICT);
      const current = readCart(await tx.objectStore('cart').get(CURRENT));
      if (CLEARING.has(attempt.state) && current?.id === attempt.request.cart.id) {
        await tx.objectStore('cart').delete(CURRENT);
      }
      await tx.objectStore('attempts').put(attempt, attempt.key);
      await tx.done;
    },
    async remove(keys) {
      const tx = db.transaction('attempts', 'readwrite');
      await Promise.all(keys.map((key) => tx.store.delete(key)));
      await tx.done;
    },
  };
}

type Carts = 'readCart' | 'writeCart' | 'hold' | 'recall' | 'readHeld' | 'dropHeld';

function cartsOf(db: Database): Pick<TillStore, Carts> {
  return {
    readCart: async () => readCart(await db.get('cart', CURRENT)),
    async writeCart(cart) {
      await db.put('cart', cart, CURRENT);
    },
    async hold(held, next) {
      const tx = db.transaction(['cart', 'held'], 'readwrite', STRICT);
      await tx.objectStore('held').put(held, held.cart.id);
      await tx.objectStore('cart').put(next, CURRENT);
      await tx.done;
    },
    async recall({ cart }) {
      const tx = db.transaction(['cart', 'held'], 'readwrite', STRICT);
      await tx.objectStore('held').delete(cart.id);
      await tx.objectStore('cart').put(cart, CURRENT);
      await tx.done;
    },
    async readHeld() {
      const records = await db.getAll('held');
      const held = records.map(readHeldCart).filter((one) => one !== null);
      return held.sort((a, b) => a.heldAt - b.heldAt);
    },
    async dropHeld(id) {
      await db.delete('held', id);
    },
  };
}

function settingsOf(db: Database): Pick<TillStore, 'readSetting' | 'writeSetting'> {
  return {
    readSetting: (name) => db.get('settings', name),
    async writeSetting(name, value) {
      await db.put('settings', value, name);
    },
  };
}
