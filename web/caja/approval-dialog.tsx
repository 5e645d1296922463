import { useEffect, useState } from 'react';
import { call } from '../gateway/call.ts';
import { post } from '../gateway/post.ts';
import {
  CAJA_AUTORIZACIONES,
  CAJA_AUTORIZAR,
  CAJA_ENTRAR_ADMINISTRADOR,
  CERRAR_SESION_WEB,
} from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { Banner, failureText } from '../parts/states.tsx';
import { centimos, decimal } from '../words/money.ts';
import type { CartApproval } from './cart.ts';
import { MAX_BASIS_POINTS } from './discount.ts';
import type { PricedCart } from './price-cart.ts';
import { useTill } from './use-till.ts';

const ASK_EVERY_MS = 3_000;

interface ToldApproval {
  id: string;
  maxPercent: string;
  expiresAt: string;
}

function approvalOf({ id, maxPercent, expiresAt }: ToldApproval): CartApproval {
  return { id, maxBasisPoints: centimos(maxPercent), expiresAt: Date.parse(expiresAt) };
}

/**
 * Gets an administrator's leave for the discount of the cart: they approve it wherever they are and
 * it arrives by itself, or they enter their password here, beside the seller's session.
 */
export function ApprovalDialog({
  sellerId,
  priced,
  onClose,
}: {
  sellerId: string;
  priced: PricedCart;
  onClose: () => void;
}) {
  const till = useTill();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const needed = neededBasisPoints(priced);
  useEffect(() => {
    const take = (approval: CartApproval) => {
      till.change((cart) => ({ ...cart, approval }));
      onClose();
    };
    const look = async () => {
      const result = await call(CAJA_AUTORIZACIONES, {});
      const given = result.kind === 'ANSWERED' ? (result.data.autorizaciones ?? []) : [];
      const fit = given
        .filter(({ seller }) => seller.id === sellerId)
        .map(approvalOf)
        .find(({ maxBasisPoints }) => maxBasisPoints >= needed);
      if (fit) take(fit);
    };
    void look();
    const timer = setInterval(() => void look(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [till, sellerId, needed, onClose]);
  const submit = async () => {
    setBusy(true);
    setError(null);
    const outcome = await approveHere({ email: email.trim(), password, sellerId, needed });
    setBusy(false);
    if (typeof outcome === 'string') return setError(outcome);
    till.change((cart) => ({ ...cart, approval: outcome }));
    onClose();
  };
  return (
    <Dialog
      title="Autorizar el descuento"
      subtitle={`Se necesita hasta ${needed / 100} %`}
      className="dialog--caja"
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <button type="submit" className="btn btn--primary" aria-busy={isBusy}>
          Autorizar <kbd className="kbd">Enter</kbd>
        </button>
      }
    >
      <div className="form">
        <Banner icon="key" title="Esperando al administrador">
          Si lo autoriza desde otro equipo, llega solo. O entra aquí con su contraseña.
        </Banner>
        <TextField label="Correo del administrador" type="email" value={email} onValue={setEmail} />
        <TextField
          label="Contraseña"
          type="password"
          autoComplete="off"
          value={password}
          error={error}
          onValue={setPassword}
        />
      </div>
    </Dialog>
  );
}

/** The part of the full price that is taken off, rounded up to 0.01 %. */
function neededBasisPoints({ discountCentimos, grossCentimos }: PricedCart): number {
  if (grossCentimos === 0) return 0;
  return Math.min(
    MAX_BASIS_POINTS,
    Math.ceil((discountCentimos * MAX_BASIS_POINTS) / grossCentimos),
  );
}

/** Signs an administrator in for one approval. @returns the approval, or why there is none */
async function approveHere({
  email,
  password,
  sellerId,
  needed,
}: {
  email: string;
  password: string;
  sellerId: string;
  needed: number;
}): Promise<CartApproval | string> {
  const entered = await post(CAJA_ENTRAR_ADMINISTRADOR, {
    input: { email, password, useCookie: false },
  });
  if (entered.kind !== 'ANSWERED') return failureText(entered);
  const { accessToken, refreshToken, userErrors } = entered.data.iniciarSesion ?? {};
  if (!accessToken) return userErrors?.[0]?.message ?? 'No se pudo entrar.';
  const input = { sellerId, maxPercent: decimal(needed) };
  const approved = await post(CAJA_AUTORIZAR, { input }, { accessToken });
  if (refreshToken) await post(CERRAR_SESION_WEB, { input: { refreshToken } });
  if (approved.kind !== 'ANSWERED') {
    const isForbidden = approved.kind === 'REFUSED' && approved.code === 'FORBIDDEN';
    return isForbidden ? 'Esa cuenta no es de administrador.' : failureText(approved);
  }
  const payload = approved.data.autorizarDescuento;
  if (payload?.approval) return approvalOf(payload.approval);
  return payload?.userErrors[0]?.message ?? 'No se autorizó.';
}
