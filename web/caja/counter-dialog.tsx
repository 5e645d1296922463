import { useEffect, useState } from 'react';
import { CAJA_VENDEDORES } from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Banner, EmptyState, failureText, Skeleton } from '../parts/states.tsx';
import { useUser } from '../session/session.ts';
import { moment } from '../words/format.ts';
import { useTill, useTillState } from './use-till.ts';

/** Chooses the till at which this device stands; an administrator without a seller, also whose. */
export function CounterDialog({ onClose }: { onClose: () => void }) {
  const till = useTill();
  const user = useUser();
  const { tills, tillId } = useTillState();
  const needsSeller = user.seller === null;
  return (
    <Dialog title="Este equipo" className="dialog--caja" onClose={onClose}>
      <div className="stack">
        <h3>Caja</h3>
        {tills === null && <Skeleton lines={3} />}
        {tills?.length === 0 && (
          <EmptyState icon="drawer" title="Todavía no hay cajas">
            El administrador las crea en Cajas.
          </EmptyState>
        )}
        <ul className="choices">
          {tills?.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="choice"
                aria-current={one.id === tillId ? 'true' : undefined}
                onClick={() => {
                  till.chooseTill(one.id);
                  if (!needsSeller) onClose();
                }}
              >
                <span className="strong">{one.name}</span>
                <span className="muted num">
                  {one.openSession === null
                    ? 'Cerrada'
                    : `Abierta desde ${moment(one.openSession.openedAt)}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {needsSeller && <Sellers onChosen={onClose} />}
      </div>
    </Dialog>
  );
}

interface SellerChoice {
  id: string;
  code: string;
  name: string;
}

function Sellers({ onChosen }: { onChosen: () => void }) {
  const till = useTill();
  const { chosenSeller, tillId } = useTillState();
  const [sellers, setSellers] = useState<readonly SellerChoice[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    void till.gateway.ask(CAJA_VENDEDORES, {}).then((result) => {
      if (result.kind === 'ANSWERED') setSellers(result.data.vendedores?.nodes ?? []);
      else setFailure(failureText(result));
    });
  }, [till]);
  return (
    <>
      <h3>Vende</h3>
      {failure !== null && (
        <Banner tone="danger" title="No se pudo leer los vendedores">
          {failure}
        </Banner>
      )}
      {sellers === null && failure === null && <Skeleton lines={3} />}
      {sellers?.length === 0 && <p className="soft">Ningún vendedor está activo.</p>}
      <ul className="choices">
        {sellers?.map(({ id, code, name }) => (
          <li key={id}>
            <button
              type="button"
              className="choice"
              aria-current={id === chosenSeller?.id ? 'true' : undefined}
              onClick={() => {
                till.state.set({ chosenSeller: { id, name } });
                if (tillId !== null) onChosen();
              }}
            >
              <span className="strong">{name}</span>
              <span className="muted code">{code}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
