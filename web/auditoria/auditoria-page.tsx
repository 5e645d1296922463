import { useList, useReading } from '../gateway/queries.ts';
import {
  AUDITORIA_LISTA,
  type AuditoriaListaData,
  PERSONAS_AUDITORIA,
} from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { ChipSelect } from '../parts/chip-select.tsx';
import { DayRange } from '../parts/day-range.tsx';
import { List } from '../parts/list.tsx';
import { PickFilter } from '../parts/pick-field.tsx';
import { RowLink } from '../parts/row-link.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { AUDIT_KINDS, AUDIT_KINDS_BY_AREA, AUDIT_SERVICES } from '../words/audit-labels.ts';
import { dayAndTime, endOfDay, startOfDay } from '../words/format.ts';
import { labelOf } from '../words/labels.ts';

const PAGE_SIZE = 50;
const KIND_GROUPS = Object.entries(AUDIT_KINDS_BY_AREA).map(([title, kinds]) => ({
  title,
  choices: Object.entries(kinds).map(([value, label]) => ({ value, label })),
}));

type Entry = NonNullable<AuditoriaListaData['auditoria']>['nodes'][number];

/** The audit log: deeds and refusals, and whose they were. */
export default function AuditoriaPage() {
  const [search, change] = useAddressState();
  const given = (name: string) => search.get(name) ?? '';
  const list = useList(
    AUDITORIA_LISTA,
    {
      kind: given('tipo') || null,
      actorId: given('persona') || null,
      from: given('desde') === '' ? null : startOfDay(given('desde')),
      to: given('hasta') === '' ? null : endOfDay(given('hasta')),
      first: PAGE_SIZE,
    },
    (data) => data.auditoria,
  );
  const entryId = given('id');
  const entry = list.nodes.find(({ id }) => id === entryId) ?? null;
  return (
    <>
      <Top title="Auditoría" subtitle="Lo que se hizo y lo que se negó" />
      <main className="page page--fill">
        <div className="bar">
          <ChipSelect
            label="Hecho"
            whenUnset="Todos los hechos"
            value={given('tipo')}
            groups={KIND_GROUPS}
            onValue={(tipo) => change({ tipo, id: null })}
          />
          <PickFilter
            label="Persona"
            placeholder="Todas las personas"
            chosen={given('persona') === '' ? null : { id: given('persona'), name: given('quien') }}
            onChoose={(person) =>
              change({ persona: person?.id ?? null, quien: person?.name ?? null, id: null })
            }
            useFound={usePeople}
          />
          <DayRange
            from={given('desde')}
            to={given('hasta')}
            onChange={(desde, hasta) => change({ desde, hasta, id: null })}
          />
        </div>
        <div className="split">
          <List
            list={list}
            caption="Hechos, el último primero"
            nouns={['hecho', 'hechos']}
            errorTitle="No se pudo leer la auditoría"
            head={
              <>
                <th scope="col">Cuándo</th>
                <th scope="col">Qué</th>
                <th scope="col" className="wide">
                  Quién
                </th>
                <th scope="col" className="wide">
                  Sobre qué
                </th>
              </>
            }
            row={(one) => <EntryRow key={one.id} entry={one} isChosen={one.id === entryId} />}
            empty={
              <EmptyState icon="history" title="Nada coincide">
                Cambie el tipo, la persona o los días.
              </EmptyState>
            }
          />
          {entry !== null && (
            <EntryPanel key={entry.id} entry={entry} onClose={() => change({ id: null })} />
          )}
        </div>
      </main>
    </>
  );
}

function usePeople(search: string) {
  const { data } = useReading(PERSONAS_AUDITORIA, { search: search || null });
  return (data?.usuarios?.nodes ?? []).map(({ id, name, email }) => ({ id, name, detail: email }));
}

interface RowProps {
  entry: Entry;
  isChosen: boolean;
}

function EntryRow({ entry, isChosen }: RowProps) {
  return (
    <tr data-link data-selected={isChosen || undefined}>
      <td className="fit soft">{dayAndTime(entry.occurredAt)}</td>
      <td>
        <RowLink to={{ id: entry.id }}>{labelOf(AUDIT_KINDS, entry.kind)}</RowLink>
        {entry.count > 1 && <span className="badge times">{entry.count} veces</span>}
        <span className="sub only-phone clip cell-name">
          {[entry.actor?.name, entry.subject].filter(Boolean).join(' · ')}
        </span>
      </td>
      <td className="wide">{entry.actor?.name ?? <span className="muted">Sin cuenta</span>}</td>
      <td className="wide">
        <span className="clip cell-name">{entry.subject}</span>
        {entry.detail !== null && <span className="sub clip cell-name">{entry.detail}</span>}
      </td>
    </tr>
  );
}

function EntryPanel({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const pairs: readonly (readonly [string, string | null])[] = [
    ['Cuándo', dayAndTime(entry.occurredAt)],
    ['Quién', entry.actor?.name ?? 'Sin cuenta'],
    ['Sobre qué', entry.subject],
    ['Detalle', entry.detail],
    ['Veces', entry.count > 1 ? `${entry.count}, en un cuarto de hora` : null],
    ['Desde', entry.address],
    ['Lo dice', entry.service === null ? null : labelOf(AUDIT_SERVICES, entry.service)],
    ['Solicitud', entry.requestId],
  ];
  return (
    <SidePanel title={labelOf(AUDIT_KINDS, entry.kind)} onClose={onClose}>
      <dl className="pairs pairs--long">
        {pairs.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={name === 'Solicitud' ? 'code' : ''}>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </SidePanel>
  );
}
