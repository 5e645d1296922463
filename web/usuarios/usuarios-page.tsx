import { useState } from 'react';
import { useList } from '../gateway/queries.ts';
import type { Role, UsuariosListaData } from '../generated/operations.ts';
import { USUARIOS_LISTA } from '../generated/operations.ts';
import { useAddressState } from '../parts/address-state.ts';
import { ChipSelect } from '../parts/chip-select.tsx';
import { Icon } from '../parts/icon.tsx';
import { List } from '../parts/list.tsx';
import { RowLink } from '../parts/row-link.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { labelOf, ROLES } from '../words/labels.ts';
import { NewUserDialog } from './new-user-dialog.tsx';
import { UserPanel } from './user-panel.tsx';

const PAGE_SIZE = 50;
const ROLE_CHOICES = Object.entries(ROLES).map(([value, label]) => ({ value, label }));
const STATE_CHOICES = [
  { value: 'si', label: 'Activas' },
  { value: 'no', label: 'Desactivadas' },
];
const IS_ACTIVE: Readonly<Record<string, boolean>> = { si: true, no: false };

/** The accounts of the staff and of customers. */
export default function UsuariosPage() {
  const [search, change] = useAddressState();
  const [isNew, setNew] = useState(false);
  const given = (name: string) => search.get(name) ?? '';
  const list = useList(
    USUARIOS_LISTA,
    {
      search: given('q') || null,
      role: (given('rol') || null) as Role | null,
      active: IS_ACTIVE[given('activa')] ?? null,
      first: PAGE_SIZE,
    },
    (data) => data.usuarios,
  );
  const userId = search.get('id');
  return (
    <>
      <Top title="Usuarios">
        <button type="button" className="btn" onClick={() => setNew(true)}>
          <Icon name="plus" />
          <span className="wide">Nueva cuenta</span>
          <span className="sr only-phone">Nueva cuenta</span>
        </button>
      </Top>
      <main className="page page--fill">
        <div className="bar">
          <SearchField
            label="Buscar cuenta"
            placeholder="Nombre o correo"
            value={given('q')}
            onSearch={(text) => change({ q: text })}
          />
          <div className="filters">
            <ChipSelect
              label="Rol"
              whenUnset="Todos los roles"
              value={given('rol')}
              choices={ROLE_CHOICES}
              onValue={(rol) => change({ rol })}
            />
            <ChipSelect
              label="Estado"
              whenUnset="Activas y desactivadas"
              value={given('activa')}
              choices={STATE_CHOICES}
              onValue={(activa) => change({ activa })}
            />
          </div>
        </div>
        <div className="split">
          <List
            list={list}
            caption="Cuentas por nombre"
            nouns={['cuenta', 'cuentas']}
            errorTitle="No se pudo leer las cuentas"
            head={
              <>
                <th scope="col">Nombre</th>
                <th scope="col" className="wide">
                  Correo
                </th>
                <th scope="col">Roles</th>
                <th scope="col" className="fit">
                  <span className="sr">Estado</span>
                </th>
              </>
            }
            row={(user) => <UserRow key={user.id} user={user} isChosen={user.id === userId} />}
            empty={
              <EmptyState icon="key" title="Ninguna cuenta coincide">
                Cambie la búsqueda o los filtros.
              </EmptyState>
            }
          />
          {userId !== null && (
            <UserPanel key={userId} userId={userId} onClose={() => change({ id: null })} />
          )}
        </div>
      </main>
      {isNew && (
        <NewUserDialog
          onClose={() => setNew(false)}
          onMade={(id) => {
            setNew(false);
            change({ id });
          }}
        />
      )}
    </>
  );
}

type UserNode = NonNullable<UsuariosListaData['usuarios']>['nodes'][number];

function UserRow({ user, isChosen }: { user: UserNode; isChosen: boolean }) {
  return (
    <tr data-link data-selected={isChosen || undefined}>
      <td>
        <RowLink to={{ id: user.id }}>
          <span className="clip cell-name">{user.name}</span>
        </RowLink>
        <span className="sub only-phone clip cell-name">{user.email}</span>
      </td>
      <td className="wide soft">{user.email}</td>
      <td>{user.roles.map((role) => labelOf(ROLES, role)).join(', ')}</td>
      <td className="fit right">{!user.active && <span className="badge">Desactivada</span>}</td>
    </tr>
  );
}
