import { type RefObject, useEffect, useRef, useState } from 'react';
import { currentLine, moveCurrent, readMultiplier, removeLine, setQuantity } from './cart.ts';
import type { CatalogueProduct } from './catalogue.ts';
import { knownTail } from './scanner.ts';
import { attemptInHand } from './till-state.ts';
import { beep, useScanner } from './use-scanner.ts';
import { useTill } from './use-till.ts';

/** Everything that brings a product into the cart, and the keys that change its lines. */
export interface Picking {
  pick: (product: CatalogueProduct) => void;
  /** @returns a word on the fate of the code */
  readCode: (code: string) => string;
  /** @returns whether the key means something to the cart */
  cartKey: (key: string) => boolean;
  /** The last scan that led to nothing; null when all is well. */
  problem: string | null;
}

interface PickingProps {
  /** The text of the search, which may hold `3*`. */
  text: string;
  setText: (text: string) => void;
  field: RefObject<HTMLInputElement | null>;
}

export function usePicking({ text, setText, field }: PickingProps): Picking {
  const till = useTill();
  const [problem, setProblem] = useState<string | null>(null);
  // A code that the server is asked about comes back when the text has changed long since.
  const written = useRef(text);
  written.current = text;

  function add(product: CatalogueProduct, quantity: number): string {
    if (!product.isActive) return refuse(`Ya no se vende: ${product.name}`);
    if (!till.add(product, quantity)) return refuse('La venta no admite más unidades o líneas.');
    setProblem(null);
    return `${product.name}: agregado`;
  }

  function refuse(words: string): string {
    beep();
    setProblem(words);
    return words;
  }

  function pick(product: CatalogueProduct): void {
    add(product, readMultiplier(written.current).quantity ?? 1);
    setText('');
    field.current?.focus();
  }

  async function askServer(code: string, quantity: number): Promise<void> {
    const product = await till.gateway.productByBarcode(code);
    if (product === null) refuse(`Código desconocido: ${code}`);
    else if ('kind' in product) refuse(`Código desconocido en este equipo: ${code}`);
    else {
      till.catalogue.put([product]);
      add(product, quantity);
    }
  }

  function readCode(code: string): string {
    if (attemptInHand(till.state.get())) return refuse('Espere: hay una venta en curso.');
    if (till.state.get().shown !== null) till.closeOutcome();
    const quantity = readMultiplier(written.current).quantity ?? 1;
    setText('');
    const product = till.catalogue.byCode(code);
    if (product) return add(product, quantity);
    void askServer(code, quantity);
    return `Buscando ${code}…`;
  }

  useScanner(({ text: scanned, heard }) => {
    const known = knownTail(heard, (tail) => till.catalogue.byCode(tail) !== null);
    const isElsewhere = document.querySelector('dialog[open]') !== null;
    if (isElsewhere) {
      if (known !== null) beep();
      return known;
    }
    // Of `3*775…` only the last part is a code.
    const code = known ?? scanned.slice(scanned.lastIndexOf('*') + 1);
    queueMicrotask(() => readCode(code));
    return code;
  });

  const cartKey = (key: string) => pressInCart(till, key);
  useCartKeys(cartKey, field);
  return { pick, readCode, cartKey, problem };
}

/** Keys of the cart while nothing is being written. */
function pressInCart(till: ReturnType<typeof useTill>, key: string): boolean {
  const line = currentLine(till.state.get().cart);
  if (line === null) return false;
  const { id, quantity } = line;
  switch (key) {
    case '+':
      return till.change((now) => setQuantity(now, id, quantity + 1));
    case '-':
      return till.change((now) => setQuantity(now, id, quantity - 1)) || true;
    case 'Delete':
      return till.change((now) => removeLine(now, id));
    case 'ArrowUp':
      return till.change((now) => moveCurrent(now, -1));
    case 'ArrowDown':
      return till.change((now) => moveCurrent(now, 1));
    default:
      return false;
  }
}

/** The keys mean the same wherever the focus is; writing anywhere goes on in the search. */
function useCartKeys(press: (key: string) => boolean, field: RefObject<HTMLInputElement | null>) {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, altKey, metaKey, target } = event;
      const isWriting = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
      const isCommand = ctrlKey || altKey || metaKey;
      const isElsewhere = document.querySelector('dialog[open]') !== null;
      if (isWriting || isCommand || isElsewhere || event.defaultPrevented) return;
      if (latest.current(key)) return event.preventDefault();
      // The blank and Enter press the button that has the focus.
      if ([...key].length === 1 && key !== ' ') field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [field]);
}
