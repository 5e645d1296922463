import { useRef, useState } from 'react';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Banner, EmptyState } from '../parts/states.tsx';
import { readUnits } from '../productos/product-form.ts';
import { useUser } from '../session/session.ts';
import { count, counted } from '../words/format.ts';
import { differenceOf, openLines, type TakeLine } from './stock-take.ts';
import { type StockTakeWork, useStockTake } from './use-stock-take.ts';

/** The count of the shelves: every scan is a unit, and at the end the differences are applied. */
export function TakePart() {
  const work = useStockTake(useUser().id);
  const [isAsked, setAsked] = useState(false);
  const { take } = work;
  return (
    <main className="page page--fill">
      <div className="take">
        <ScanForm scan={work.scan} />
        {take.length === 0 ? (
          <section className="card">
            <EmptyState icon="camera" title="La toma está vacía">
              Escanee cada unidad de un estante. Puede corregir la cantidad en la lista.
            </EmptyState>
          </section>
        ) : (
          <section className="card" aria-label="Lo contado">
            <TakeTable work={work} />
            <TakeFoot work={work} onEnd={() => setAsked(true)} />
          </section>
        )}
      </div>
      {isAsked && (
        <ConfirmDialog
          title="Terminar la toma"
          action="Terminar la toma"
          isDanger={openLines(take).length > 0}
          onConfirm={() => {
            setAsked(false);
            work.end();
          }}
          onClose={() => setAsked(false)}
        >
          <p>
            {openLines(take).length > 0
              ? 'Lo contado y no aplicado se pierde.'
              : 'Todo está aplicado. La lista se vacía.'}
          </p>
        </ConfirmDialog>
      )}
    </main>
  );
}

function ScanForm({ scan }: { scan: StockTakeWork['scan'] }) {
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  // A scanner is faster than the gateway: each code waits for the one before.
  const queue = useRef<Promise<void>>(Promise.resolve());
  const submit = () => {
    const text = code.trim();
    if (text === '') return;
    setCode('');
    queue.current = queue.current.then(async () => setRefusal(await scan(text)));
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="take-scan">
        <TextField
          label="Código de barras o SKU"
          className="code"
          maxLength={64}
          autoFocus
          value={code}
          onValue={setCode}
          help="El lector escribe aquí; Enter suma una unidad."
        />
      </div>
      {refusal !== null && <Banner tone="warn" title={refusal} />}
    </form>
  );
}

function TakeTable({ work }: { work: StockTakeWork }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys.
    <section className="table-scroll" tabIndex={0} aria-label="Tabla de lo contado">
      <table className="table">
        <caption className="sr">Productos contados, el último primero</caption>
        <thead>
          <tr>
            <th scope="col">Producto</th>
            <th scope="col" className="right wide">
              Sistema
            </th>
            <th scope="col" className="right">
              Contado
            </th>
            <th scope="col" className="right">
              Dif.
            </th>
            <th scope="col">
              <span className="sr">Quitar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {work.take.map((line) => (
            <TakeRow key={line.productId} line={line} work={work} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TakeRow({ line, work }: { line: TakeLine; work: StockTakeWork }) {
  const { productId, sku, name, onHand, isDone, note, attempt } = line;
  const difference = differenceOf(line);
  // While nobody knows whether it was applied, what was sent must not change.
  const isFixed = isDone || work.isApplying || attempt.isUnknown;
  return (
    <tr>
      <td>
        <span className="clip cell-name">{name}</span>
        <span className="sub code">{sku}</span>
        {note !== null && <TakeNote isDone={isDone} note={note} />}
      </td>
      <td className="right wide soft">{count(onHand)}</td>
      <td className="right">
        {isFixed ? count(line.counted) : <UnitsField key={line.counted} line={line} work={work} />}
      </td>
      <td className="right strong">
        {difference === 0 ? (
          <span className="muted">0</span>
        ) : (
          <span className={difference < 0 ? 'delta delta--down' : 'delta delta--up'}>
            {difference > 0 ? `+${count(difference)}` : count(difference)}
          </span>
        )}
      </td>
      <td className="fit">
        {!isFixed && (
          <button
            type="button"
            className="btn btn--quiet btn--icon"
            aria-label={`Quitar ${name} de la toma`}
            onClick={() => work.remove(productId)}
          >
            <Icon name="close" />
          </button>
        )}
      </td>
    </tr>
  );
}

function TakeNote({ isDone, note }: { isDone: boolean; note: string }) {
  return isDone ? (
    <span className="badge badge--ok">{note}</span>
  ) : (
    <span className="sub warn-text">{note}</span>
  );
}

function UnitsField({ line, work }: { line: TakeLine; work: StockTakeWork }) {
  const [typed, setTyped] = useState(String(line.counted));
  const units = readUnits(typed);
  const keep = () => {
    if (units === null) setTyped(String(line.counted));
    else if (units !== line.counted) work.setCounted(line.productId, units);
  };
  return (
    <input
      className="input input--num take-units"
      inputMode="numeric"
      aria-label={`Contado de ${line.name}`}
      aria-invalid={units === null || undefined}
      maxLength={10}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={keep}
      onKeyDown={({ key }) => key === 'Enter' && keep()}
    />
  );
}

function TakeFoot({ work, onEnd }: { work: StockTakeWork; onEnd: () => void }) {
  const open = openLines(work.take);
  const differing = open.filter((line) => differenceOf(line) !== 0).length;
  return (
    <div className="list-foot">
      <span className="wide">
        {counted(work.take.length, 'producto', 'productos')},{' '}
        {counted(differing, 'diferencia', 'diferencias')}
      </span>
      <span className="bar push">
        <button type="button" className="btn btn--quiet" disabled={work.isApplying} onClick={onEnd}>
          Terminar…
        </button>
        <button
          type="button"
          className="btn btn--primary"
          disabled={open.length === 0}
          aria-busy={work.isApplying}
          onClick={() => void work.apply()}
        >
          {open.length === 0
            ? 'Todo aplicado'
            : `Aplicar ${counted(open.length, 'producto', 'productos')}`}
        </button>
      </span>
    </div>
  );
}
