import { toast } from '../parts/toast.tsx';
import { useUser } from '../session/session.ts';
import type { Shown } from './dialogs.tsx';
import { DOCUMENT_PROBLEMS, documentProblemOf } from './document-rules.ts';
import { priceCart } from './price-cart.ts';
import type { Actions } from './side.tsx';
import { settle } from './tender.ts';
import { counterOf, type Till } from './till.ts';
import { attemptInHand, lastSold, type TillState } from './till-state.ts';
import { useTill, useTillState } from './use-till.ts';

/** The deeds of the buttons and the keys of the till, each only when it can. */
export function useActions(onShow: (shown: Shown) => void): Actions {
  const till = useTill();
  const state = useTillState();
  const user = useUser();
  const isInHand = attemptInHand(state) !== null;
  const isIdle = !isInHand && state.cart.lines.length > 0;
  return {
    customer() {
      if (!isInHand) onShow({ kind: 'CUSTOMER', reason: null });
    },
    discount() {
      if (isIdle) onShow({ kind: 'DISCOUNT' });
    },
    hold() {
      if (isIdle) void till.hold(user.name).then(() => toast('Carrito guardado'));
    },
    recall() {
      if (!isInHand && state.held.length > 0) onShow({ kind: 'HELD' });
    },
    leavePending: () => leavePending(till, state, onShow),
    charge() {
      if (!isIdle || !state.connection.isOnline) return;
      // Right after the page has opened the gateway has not said yet which till this is.
      if (counterOf(state) !== null || state.tills !== null) charge(state, onShow);
      else void till.readCounter().then(() => charge(till.state.get(), onShow));
    },
    reprint() {
      const last = lastSold(state);
      if (last !== null && !isInHand) till.show({ key: last.key, isCopy: true });
    },
  };
}

/** Refusals that a quote foresees: they are shown before anybody pays. */
const KNOWN_BEFORE: ReadonlySet<string> = new Set([
  'INSUFFICIENT_STOCK',
  'PRICE_CHANGED',
  'PRODUCT_NOT_FOUND',
  'PRODUCT_DISCONTINUED',
  'DISCOUNT_NOT_AUTHORIZED',
]);

function charge(state: TillState, onShow: (shown: Shown) => void): void {
  const { cart, quote } = state;
  const { totalCentimos, isOverDiscounted } = priceCart(cart);
  if (isOverDiscounted) return;
  const problem = documentProblemOf(cart.document, cart.customer, totalCentimos);
  const errors = quote?.cart === cart ? quote.quote.errors : [];
  if (counterOf(state) === null) onShow({ kind: 'COUNTER' });
  else if (errors.some(({ code }) => KNOWN_BEFORE.has(code))) onShow({ kind: 'REFUSAL', errors });
  else if (problem === 'NOTHING_TO_DOCUMENT') toast(DOCUMENT_PROBLEMS[problem]);
  else if (problem !== null) onShow({ kind: 'CUSTOMER', reason: DOCUMENT_PROBLEMS[problem] });
  else onShow({ kind: 'PAY' });
}

/** F8: the attempt in hand, or offline the cart, which is to be paid in cash when it is sold. */
function leavePending(till: Till, state: TillState, onShow: (shown: Shown) => void): void {
  const { cart, connection } = state;
  const inHand = attemptInHand(state);
  if (inHand !== null) {
    void till.sender.leavePending(inHand.key);
    return;
  }
  const { totalCentimos, isOverDiscounted } = priceCart(cart);
  if (cart.lines.length === 0 || connection.isOnline || isOverDiscounted) return;
  const counter = counterOf(state);
  if (counter === null) {
    onShow({ kind: 'COUNTER' });
    return;
  }
  const cash = { method: 'CASH', centimos: null, reference: '' } as const;
  const { tender, dueCentimos } = settle(totalCentimos, [], cash);
  const tenders = tender === null ? [] : [tender];
  const order = { ...counter, tenders, dueCentimos, changeCentimos: 0 };
  void till.charge(order, 'LEAVE_PENDING').then((isBegun) => {
    if (isBegun) toast('Quedó pendiente; no es una venta');
  });
}
