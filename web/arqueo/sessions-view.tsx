import { Link } from 'wouter';
import { useList, useReading } from '../gateway/queries.ts';
import {
  SESION_ARQUEO,
  SESIONES_ARQUEO,
  type SesionesArqueoData,
} from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { ChipSelect } from '../parts/chip-select.tsx';
import { DayRange } from '../parts/day-range.tsx';
import { List } from '../parts/list.tsx';
import { RecordPanel } from '../parts/record-panel.tsx';
import { RowLink } from '../parts/row-link.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { amount, dayAndTime, money } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { differenceOf, type Till } from './cash-session.ts';
import { MovementPairs } from './session-cards.tsx';
import { MeansPairs } from './session-result.tsx';
import { SumPairs, UnpaidSales } from './session-sums.tsx';

type ListedSession = NonNullable<SesionesArqueoData['sesionesCaja']>['nodes'][number];

/** Sessions of a page. */
const PAGE_SESSIONS = 50;

/** The drawers that were opened and closed, with their differences. */
export function SessionsView({ tills }: { tills: readonly Till[] }) {
  const [address, setAddress] = useAddressState();
  const from = address.get('desde') ?? '';
  const to = address.get('hasta') ?? '';
  const tillId = address.get('caja') ?? '';
  const chosenId = address.get('sesion');
  const list = useList(
    SESIONES_ARQUEO,
    {
      tillId: tillId || undefined,
      from: from || undefined,
      to: to || undefined,
      first: PAGE_SESSIONS,
    },
    ({ sesionesCaja }) => sesionesCaja,
  );
  return (
    <>
      <Top title="Arqueos anteriores">
        <Link className="btn" href="/arqueo">
          Contar caja
        </Link>
      </Top>
      <main className="page page--fill">
        <div className="bar">
          <ChipSelect
            label="Caja"
            value={tillId}
            choices={tills.map(({ id, name }) => ({ value: id, label: name }))}
            onValue={(caja) => setAddress({ caja })}
          />
          <DayRange from={from} to={to} onChange={(desde, hasta) => setAddress({ desde, hasta })} />
        </div>
        <div className="split">
          <List
            list={list}
            caption="Arqueos, el último primero"
            head={<SessionsHead />}
            row={(session) => (
              <SessionRow key={session.id} session={session} isChosen={session.id === chosenId} />
            )}
            empty={
              <EmptyState icon="drawer" title="No hay arqueos">
                Abra una caja, cuente y ciérrela: queda aquí.
              </EmptyState>
            }
            errorTitle="No se pudieron leer los arqueos"
            nouns={['arqueo', 'arqueos']}
          />
          {chosenId !== null && (
            <SessionPanel
              key={chosenId}
              id={chosenId}
              onClose={() => setAddress({ sesion: null })}
            />
          )}
        </div>
      </main>
    </>
  );
}

function SessionsHead() {
  return (
    <>
      <th scope="col">Abierta</th>
      <th scope="col">Caja</th>
      <th scope="col" className="wide">
        Cerrada
      </th>
      <th scope="col" className="right wide mid">
        Esperado S/
      </th>
      <th scope="col" className="right wide">
        Contado S/
      </th>
      <th scope="col" className="right">
        Diferencia S/
      </th>
    </>
  );
}

function SessionRow({ session, isChosen }: { session: ListedSession; isChosen: boolean }) {
  const { id, till, openedAt, closedAt, expected, counted, difference } = session;
  return (
    <tr data-link aria-selected={isChosen}>
      <td className="nowrap">
        <RowLink to={{ sesion: id }}>{dayAndTime(openedAt)}</RowLink>
      </td>
      <td>{till.name}</td>
      <td className="wide nowrap">{closedAt === null ? 'Abierta' : dayAndTime(closedAt)}</td>
      <td className="right wide mid">{expected === null ? '—' : money(expected)}</td>
      <td className="right wide">{counted === null ? '—' : money(counted)}</td>
      <td className="right">
        <DifferenceBadge difference={difference} />
      </td>
    </tr>
  );
}

function DifferenceBadge({ difference }: { difference: string | null }) {
  if (difference === null) return <span className="badge badge--ok">Abierta</span>;
  const { name, amount: sum } = differenceOf(centimos(difference), 0);
  if (sum === 0) return <span className="soft">Cuadra</span>;
  return (
    <span className="badge badge--warn">
      {name} {amount(sum)}
    </span>
  );
}

function SessionPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const reading = useReading(SESION_ARQUEO, { id });
  return (
    <RecordPanel
      reading={reading}
      pick={({ sesionCaja }) => sesionCaja}
      nouns={{ missing: 'Este arqueo no existe', failed: 'No se pudo leer el arqueo' }}
      onClose={onClose}
    >
      {(session) => (
        <SidePanel
          title={session.till.name}
          subtitle={
            session.closedAt === null
              ? `Abierta ${dayAndTime(session.openedAt)}`
              : `${dayAndTime(session.openedAt)} – ${dayAndTime(session.closedAt)}`
          }
          onClose={onClose}
        >
          <div className="bar">
            <DifferenceBadge difference={session.difference} />
          </div>
          <SumPairs
            session={session}
            counted={session.counted === null ? null : centimos(session.counted)}
          />
          {session.note !== null && <p className="quote">«{session.note}»</p>}
          <UnpaidSales session={session} />
          <section className="stack stack--tight">
            <h3>Por medio de pago</h3>
            <MeansPairs session={session} />
          </section>
          <section className="stack stack--tight">
            <h3>Ingresos y egresos</h3>
            <MovementPairs session={session} />
          </section>
        </SidePanel>
      )}
    </RecordPanel>
  );
}
