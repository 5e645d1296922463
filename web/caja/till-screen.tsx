import { lazy, type RefObject, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { useUser } from '../session/session.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Top } from '../shell/top.tsx';
import { CartLines } from './cart-lines.tsx';
import type { Shown } from './dialogs.tsx';
import { Notices } from './notices.tsx';
import { priceCart } from './price-cart.ts';
import { SearchBox } from './search-box.tsx';
import { isDiscountRefused, Side } from './side.tsx';
import { StartTiles } from './start-tiles.tsx';
import { attemptInHand, attemptOf, chosenTill, waitingAttempts } from './till-state.ts';
import { useActions } from './use-actions.ts';
import { type Picking, usePicking } from './use-picking.ts';
import { useTill, useTillState } from './use-till.ts';

/** A chunk of its own: the cart shows before it is there, and nobody is faster than it. */
const Dialogs = lazy(() => import('./dialogs.tsx'));
const loadSoldView = () => import('./sold-view.tsx');
const SoldView = lazy(loadSoldView);

/** The screen of the till: the cart and what it costs, or the sale that was just made. */
export function TillScreen() {
  const till = useTill();
  const state = useTillState();
  const [shown, setShown] = useState<Shown | null>(null);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const picking = usePicking({ text, setText, field });
  useEffect(() => void loadSoldView(), []);
  const attempt = attemptOf(state, state.shown?.key ?? null);
  const isSold = state.shown !== null && attempt?.answer?.kind === 'SOLD';
  return (
    <>
      <Head
        onPending={() => setShown({ kind: 'PENDING' })}
        onCounter={() => setShown({ kind: 'COUNTER' })}
        onMore={() => setShown({ kind: 'MORE' })}
      />
      {isSold && attempt.answer?.kind === 'SOLD' ? (
        <Suspense>
          <SoldView
            key={attempt.key}
            attempt={attempt}
            sale={attempt.answer.sale}
            isCopy={state.shown?.isCopy === true}
            onNext={till.closeOutcome}
          />
        </Suspense>
      ) : (
        <Selling field={field} text={text} onText={setText} picking={picking} onShow={setShown} />
      )}
      <Suspense>
        <Dialogs shown={shown} onShow={setShown} />
      </Suspense>
    </>
  );
}

interface HeadProps {
  onPending: () => void;
  onCounter: () => void;
  onMore: () => void;
}

function Head({ onPending, onCounter, onMore }: HeadProps) {
  const state = useTillState();
  const { connection, chosenSeller, shop } = state;
  const user = useUser();
  const waiting = waitingAttempts(state).length;
  const till = chosenTill(state);
  const seller = user.seller === null ? chosenSeller?.name : null;
  const place = seller ?? shop?.tradeName ?? shop?.legalName;
  return (
    <Top title={till?.name ?? 'Caja'} subtitle={seller ? `Vende ${seller}` : place}>
      {(waiting > 0 || state.sender.unreadable > 0) && (
        <button type="button" className="btn" onClick={onPending}>
          <Icon name="tray" />
          <span className="wide">Pendientes</span>
          <span className="badge badge--count">
            {waiting}
            <span className="sr"> ventas pendientes</span>
          </span>
        </button>
      )}
      <button
        type="button"
        className="btn btn--quiet btn--icon"
        aria-label="Elegir la caja"
        onClick={onCounter}
      >
        <Icon name="drawer" />
      </button>
      <button
        type="button"
        className="btn btn--quiet btn--icon only-phone"
        aria-label="Más de la caja"
        onClick={onMore}
      >
        <Icon name="more" />
      </button>
      <span className="net">
        <span className={`dot dot--${connection.isOnline ? 'ok' : 'warn'}`} />
        {connection.isOnline ? 'En línea' : 'Sin conexión'}
      </span>
    </Top>
  );
}

interface SellingProps {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  picking: Picking;
  onShow: (shown: Shown) => void;
}

function Selling({ field, text, onText, picking, onShow }: SellingProps) {
  const state = useTillState();
  const { cart } = state;
  const priced = useMemo(() => priceCart(cart), [cart]);
  const actions = useActions(onShow);
  const isInHand = attemptInHand(state) !== null;
  useEffect(() => {
    if (!isInHand) field.current?.focus();
  }, [field, isInHand]);
  useShortcuts([
    ['F2', () => field.current?.focus()],
    ['F3', actions.customer],
    ['F4', actions.discount],
    ['F6', actions.hold],
    ['F7', actions.recall],
    ['F8', actions.leavePending],
    ['F9', actions.charge],
    ['F10', actions.reprint],
  ]);
  return (
    <main className="caja" aria-label="Caja">
      <div className="caja__left">
        <SearchBox
          field={field}
          text={text}
          onText={onText}
          onPick={picking.pick}
          onCartKey={picking.cartKey}
          onCamera={() => onShow({ kind: 'CAMERA', onCode: picking.readCode })}
        />
        <Notices
          scanProblem={picking.problem}
          needsApproval={isDiscountRefused(state)}
          onApproval={() => onShow({ kind: 'APPROVAL' })}
          onOpenDrawer={() => onShow({ kind: 'DRAWER', isPaying: false })}
          onDiscard={({ key }) => onShow({ kind: 'DISCARD', key })}
        />
        {cart.lines.length === 0 ? (
          <StartTiles onPick={picking.pick} />
        ) : (
          <CartLines priced={priced} />
        )}
      </div>
      <Side priced={priced} actions={actions} />
    </main>
  );
}
