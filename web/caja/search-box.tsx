import { type RefObject, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { amount, counted } from '../words/format.ts';
import { readMultiplier } from './cart.ts';
import { type CatalogueProduct, markName } from './catalogue.ts';
import { StockBadge } from './stock-badge.tsx';
import { useIsLocked, useTill, useTillState } from './use-till.ts';

const SHOWN = 8;
const LIST_ID = 'caja-resultados';
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

interface SearchBoxProps {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  onPick: (product: CatalogueProduct) => void;
  /** A key that is for the cart, since nothing is written in the field. */
  onCartKey: (key: string) => boolean;
  onCamera: () => void;
}

/** Finds products by name or code. The results lie over the cart; the first one is chosen. */
export function SearchBox(props: SearchBoxProps) {
  const { field, text, onText, onPick, onCartKey, onCamera } = props;
  const till = useTill();
  const { catalogueRevision } = useTillState();
  const isLocked = useIsLocked();
  const { rest } = readMultiplier(useDeferredValue(text));
  const [chosen, setChosen] = useState(0);
  const [isShut, setShut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new products are found too.
  const found = useMemo(() => till.catalogue.search(rest, SHOWN), [till, rest, catalogueRevision]);
  const isOpen = !isShut && !isLocked && rest.trim().length > 1;
  const ids = isOpen ? found.products.map(({ id }) => id).join(' ') : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: new products are asked about too.
  useEffect(() => {
    if (ids !== '') till.stock.want(ids.split(' '));
  }, [till, ids, catalogueRevision]);

  const last = found.products.length - 1;
  const pressInResults = (key: string): boolean => {
    const product = found.products[chosen];
    if (!isOpen || !product) return false;
    if (key === 'Enter') onPick(product);
    const by = STEPS[key];
    if (by !== undefined) setChosen(Math.min(Math.max(chosen + by, 0), last));
    return key === 'Enter' || by !== undefined;
  };
  /** @returns whether the key meant something */
  const press = (key: string): boolean => {
    if (text === '') return onCartKey(key);
    if (key !== 'Escape') return pressInResults(key);
    onText('');
    return true;
  };

  return (
    <div className="find">
      <Icon name="search" size={24} />
      <label className="sr" htmlFor="caja-buscar">
        Producto: código de barras, SKU o nombre
      </label>
      <input
        ref={field}
        id="caja-buscar"
        className="input"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        placeholder="Lea un código o busque un producto"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found.total > 0 ? `${LIST_ID}-${chosen}` : undefined}
        disabled={isLocked}
        value={text}
        onChange={({ target }) => {
          onText(target.value);
          setChosen(0);
          setShut(false);
        }}
        onBlur={() => setShut(true)}
        onFocus={() => setShut(false)}
        onKeyDown={(event) => press(event.key) && event.preventDefault()}
      />
      <span className="find__end">
        <kbd className="kbd">F2</kbd>
        <button
          type="button"
          className="btn btn--quiet btn--icon find__camera"
          aria-label="Leer con la cámara"
          disabled={isLocked}
          onClick={onCamera}
        >
          <Icon name="camera" size={24} />
        </button>
      </span>
      {isOpen ? (
        <Results found={found} text={rest} chosen={chosen} onPick={onPick} />
      ) : (
        <div id={LIST_ID} hidden />
      )}
    </div>
  );
}

function Results({
  found,
  text,
  chosen,
  onPick,
}: {
  found: { products: readonly CatalogueProduct[]; total: number; isFuzzy: boolean };
  text: string;
  chosen: number;
  onPick: (product: CatalogueProduct) => void;
}) {
  const { products, total, isFuzzy } = found;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps its focus.
    <div className="results" onMouseDown={(event) => event.preventDefault()} role="presentation">
      {total === 0 ? (
        <p id={LIST_ID} className="results__none" role="status">
          Ningún producto se llama así.
        </p>
      ) : (
        <div id={LIST_ID} role="listbox" aria-label="Productos encontrados">
          {products.map((product, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
            <div
              key={product.id}
              id={`${LIST_ID}-${at}`}
              className="result"
              role="option"
              aria-selected={at === chosen}
              tabIndex={-1}
              onClick={() => onPick(product)}
            >
              <span className="cell">
                <span className="result__name clip">
                  {markName(product.name, text).map((part, index) =>
                    part.isWanted ? (
                      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name.
                      <mark key={index}>{part.text}</mark>
                    ) : (
                      part.text
                    ),
                  )}
                </span>
                <span className="sub code">{product.sku}</span>
              </span>
              <StockBadge product={product} isAlways />
              <span className="strong num right">S/ {amount(product.priceCentimos)}</span>
            </div>
          ))}
        </div>
      )}
      <div className="results__foot">
        <span>
          {isFuzzy ? 'Nada exacto; lo más parecido' : counted(total, 'producto', 'productos')}
        </span>
        <span className="hint">
          <kbd className="kbd">↑</kbd>
          <kbd className="kbd">↓</kbd> elegir
        </span>
        <span className="hint">
          <kbd className="kbd">Enter</kbd> agregar
        </span>
        <span className="hint">
          <kbd className="kbd">Esc</kbd> cerrar
        </span>
      </div>
    </div>
  );
}
