import { Dialog } from '../parts/dialog.tsx';

const EVERYWHERE: readonly (readonly [keys: string, what: string])[] = [
  ['F1', 'Esta ayuda'],
  ['Ctrl K', 'Ir a otra pantalla'],
  ['Esc', 'Volver o cerrar'],
];

const IN_CAJA: readonly (readonly [keys: string, what: string])[] = [
  ['F2', 'Buscar un producto'],
  ['3 *', 'Antes de leer un código: 3 unidades'],
  ['+ −', 'Cantidad de la línea elegida'],
  ['Supr', 'Quitar la línea elegida'],
  ['F3', 'Cliente'],
  ['F4', 'Descuento'],
  ['F6', 'Guardar el carrito'],
  ['F7', 'Recuperar un carrito'],
  ['F8', 'Dejar pendiente'],
  ['F9', 'Cobrar'],
  ['F10', 'Reimprimir la última venta'],
];

/** F1: the keys of this screen. */
export function HelpDialog({ isCaja, onClose }: { isCaja: boolean; onClose: () => void }) {
  const keys = isCaja ? [...IN_CAJA, ...EVERYWHERE] : EVERYWHERE;
  return (
    <Dialog
      title="Ayuda"
      subtitle="Teclas de esta pantalla"
      onClose={onClose}
      onSubmit={onClose}
      foot={
        <button type="submit" className="btn btn--primary">
          Entendido
        </button>
      }
    >
      <dl className="pairs pairs--keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd className="kbd">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
