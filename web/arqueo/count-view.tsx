import { useEffect, useId, useRef, useState } from 'react';
import { useShortcuts } from '../shell/shortcuts.ts';
import { amount } from '../words/format.ts';
import type { CashSession } from './cash-session.ts';
import {
  afterKey,
  COINS,
  NOTES,
  nextDenomination,
  type PadKey,
  piecesOf,
  unreadableOf,
  worthOfCounts,
} from './count.ts';
import { Keypad } from './keypad.tsx';
import { SessionCards } from './session-cards.tsx';
import { SessionsLink } from './till-choice.tsx';
import type { Counting } from './use-counts.ts';

/** Counts a drawer blindly, by denomination, with the keyboard or the keypad. */
export function CountView({
  session,
  counting,
  onCompare,
}: {
  session: CashSession;
  counting: Counting;
  onCompare: () => void;
}) {
  const { counts, set } = counting;
  const table = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(NOTES[0] ?? 0);
  const focus = (denomination: number) =>
    table.current
      ?.querySelector<HTMLInputElement>(`input[data-denomination="${denomination}"]`)
      ?.focus();
  // The first denomination waits for its count when the screen opens.
  useEffect(() => {
    table.current?.querySelector('input')?.focus({ preventScroll: true });
  }, []);
  const compare = () => {
    const wrong = unreadableOf(counts);
    if (wrong === null) onCompare();
    else focus(wrong);
  };
  const advance = (denomination: number) => {
    const next = nextDenomination(denomination);
    if (next === null) compare();
    else focus(next);
  };
  useShortcuts([['F9', compare]]);
  const press = (key: PadKey) => {
    set(current, afterKey(counts[current], key));
    focus(current);
  };
  const group = { counts, onCount: set, onFocus: setCurrent, onEnter: advance };
  return (
    <div className="count">
      <div className="stack">
        <div className="count__pairs" ref={table}>
          <Denominations name="Billetes" denominations={NOTES} {...group} />
          <Denominations name="Monedas" denominations={COINS} {...group} />
        </div>
        <SessionCards session={session} mayMove />
        <SessionsLink />
      </div>
      <div className="stack count__side">
        <CountedVisor counts={counts} />
        <button type="button" className="btn btn--primary btn--block btn--big" onClick={compare}>
          Comparar <kbd className="kbd">F9</kbd>
        </button>
        <p className="small soft">
          Se cuenta a ciegas: lo esperado aparece después. <kbd className="kbd">Enter</kbd> pasa a
          la siguiente denominación.
        </p>
        <Keypad onKey={press} onNext={() => advance(current)} />
      </div>
    </div>
  );
}

function CountedVisor({ counts }: Pick<Counting, 'counts'>) {
  const notes = worthOfCounts(NOTES, counts);
  const coins = worthOfCounts(COINS, counts);
  return (
    <div className="visor" role="status">
      <div className="visor__row">
        <span>Billetes</span>
        <span>{amount(notes)}</span>
      </div>
      <div className="visor__row">
        <span>Monedas</span>
        <span>{amount(coins)}</span>
      </div>
      <div className="visor__main">
        <span className="visor__name">Contado</span>
        <span className="visor__amount">
          <span className="cur">S/</span>
          {amount(notes + coins)}
        </span>
      </div>
    </div>
  );
}

interface DenominationsProps extends Pick<Counting, 'counts'> {
  name: string;
  denominations: readonly number[];
  onCount: Counting['set'];
  onFocus: (denomination: number) => void;
  onEnter: (denomination: number) => void;
}

function Denominations(props: DenominationsProps) {
  const { name, denominations, counts } = props;
  return (
    <section className="card" aria-label={name}>
      <div className="card__head">
        <h2>{name}</h2>
        <span className="num strong">S/ {amount(worthOfCounts(denominations, counts))}</span>
      </div>
      {denominations.map((denomination) => (
        <Denomination key={denomination} denomination={denomination} {...props} />
      ))}
    </section>
  );
}

/** "S/ 200", "S/ 0.50". */
function denominationText(denomination: number): string {
  return denomination % 100 === 0 ? `S/ ${denomination / 100}` : `S/ ${amount(denomination)}`;
}

function Denomination({
  denomination,
  counts,
  onCount,
  onFocus,
  onEnter,
}: DenominationsProps & { denomination: number }) {
  const id = useId();
  const pieces = piecesOf(counts[denomination]);
  return (
    <div className="denom">
      <label htmlFor={id}>{denominationText(denomination)}</label>
      <input
        id={id}
        className="input input--num"
        data-denomination={denomination}
        inputMode="numeric"
        autoComplete="off"
        placeholder="0"
        maxLength={5}
        value={counts[denomination] ?? ''}
        aria-invalid={pieces === null || undefined}
        onChange={({ target }) => onCount(denomination, target.value)}
        onFocus={({ target }) => {
          onFocus(denomination);
          target.setSelectionRange(0, target.value.length);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onEnter(denomination);
        }}
      />
      <output htmlFor={id}>
        {pieces === null && 'No es un número'}
        {pieces === 0 && <span className="muted">—</span>}
        {pieces !== null && pieces > 0 && amount(pieces * denomination)}
      </output>
    </div>
  );
}
