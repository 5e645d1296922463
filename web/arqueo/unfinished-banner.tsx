import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { openTillStore, type TillStore } from '../caja/till-store.ts';
import { Banner } from '../parts/states.tsx';
import { counted } from '../words/format.ts';
import { type Unfinished, unfinishedOf } from './unfinished.ts';

/** The till ends its attempts meanwhile, in this tab or in another one. */
const RENEW_MS = 3_000;
const NONE = unfinishedOf([]);

let opened: Promise<TillStore> | null = null;

async function readUnfinished(): Promise<Unfinished> {
  opened ??= openTillStore();
  const { attempts, unreadable } = await (await opened).readAll();
  return { ...unfinishedOf(attempts), isUnread: unreadable > 0 };
}

/** The sales that the till of this computer has begun and not ended. */
export function useUnfinished(): Unfinished {
  const [unfinished, setUnfinished] = useState<Unfinished>(NONE);
  useEffect(() => {
    const renew = () =>
      readUnfinished().then(setUnfinished, () => setUnfinished({ ...NONE, isUnread: true }));
    void renew();
    const timer = setInterval(() => void renew(), RENEW_MS);
    return () => clearInterval(timer);
  }, []);
  return unfinished;
}

/** Says what must be ended before a drawer is closed, and what is put aside. */
export function UnfinishedBanner({ doubtful, pending, isUnread }: Unfinished) {
  const toTill = (
    <Link className="btn" href="/caja">
      Ir a la Caja
    </Link>
  );
  return (
    <>
      {isUnread && (
        <Banner tone="warn" title="No se pudo revisar la Caja de este equipo" action={toTill}>
          Confirme que no queda una venta sin respuesta.
        </Banner>
      )}
      {doubtful > 0 && (
        <Banner
          tone="danger"
          title={counted(doubtful, 'venta sin respuesta', 'ventas sin respuesta')}
          action={toTill}
        >
          Su efectivo puede estar en el cajón. Termine en la Caja para cerrar.
        </Banner>
      )}
      {pending > 0 && (
        <Banner
          tone="warn"
          icon="tray"
          title={counted(pending, 'venta pendiente', 'ventas pendientes')}
          action={toTill}
        >
          Todavía no se vendió: su efectivo no se espera en el cajón.
        </Banner>
      )}
    </>
  );
}
