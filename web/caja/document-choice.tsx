import type { CartDocument } from './cart.ts';
import { Segments } from './segments.tsx';
import { useIsLocked, useTill, useTillState } from './use-till.ts';

type DocumentName = NonNullable<CartDocument> | 'NONE';

const DOCUMENTS: readonly (readonly [DocumentName, string])[] = [
  ['BOLETA', 'Boleta'],
  ['FACTURA', 'Factura'],
  ['NONE', 'Ninguno'],
];

/** The document of the sale; a shop without data of its own can give none. */
export function DocumentChoice() {
  const till = useTill();
  const { cart, shop } = useTillState();
  const isLocked = useIsLocked();
  if (shop === null && cart.document === null) {
    return (
      <p className="small muted who-buys__note">Sin comprobantes: faltan los datos de la tienda.</p>
    );
  }
  return (
    <Segments
      label="Comprobante"
      value={cart.document ?? 'NONE'}
      choices={DOCUMENTS}
      isDisabled={isLocked}
      onValue={(name) =>
        till.change((now) => ({ ...now, document: name === 'NONE' ? null : name }))
      }
    />
  );
}
