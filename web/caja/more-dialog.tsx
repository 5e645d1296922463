import type { ReactNode } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { requestGoTo } from '../shell/go-to-request.ts';
import { DocumentChoice } from './document-choice.tsx';
import type { Actions } from './side.tsx';
import { lastSold } from './till-state.ts';
import { useIsLocked, useTillState } from './use-till.ts';

/** The tools of the till and the way to other screens, on a phone: its bottom is for paying. */
export function MoreDialog({ actions, onClose }: { actions: Actions; onClose: () => void }) {
  const state = useTillState();
  const isLocked = useIsLocked();
  const isEmpty = isLocked || state.cart.lines.length === 0;
  const then = (run: () => void) => () => {
    onClose();
    run();
  };
  return (
    <Dialog title="Caja" className="dialog--caja" onClose={onClose}>
      <div className="stack">
        <DocumentChoice />
        <ul className="menu">
          <Item icon="tag" isDisabled={isEmpty} onPress={then(actions.discount)}>
            Descuento
          </Item>
          <Item icon="pause" isDisabled={isEmpty} onPress={then(actions.hold)}>
            Guardar el carrito
          </Item>
          <Item
            icon="back"
            isDisabled={isLocked || state.held.length === 0}
            onPress={then(actions.recall)}
          >
            Recuperar un carrito ({state.held.length})
          </Item>
          <Item
            icon="print"
            isDisabled={isLocked || lastSold(state) === null}
            onPress={then(actions.reprint)}
          >
            Reimprimir la última venta
          </Item>
          <Item icon="next" onPress={then(requestGoTo)}>
            Ir a otra pantalla…
          </Item>
        </ul>
      </div>
    </Dialog>
  );
}

function Item({
  icon,
  isDisabled = false,
  children,
  onPress,
}: {
  icon: IconName;
  isDisabled?: boolean;
  children: ReactNode;
  onPress: () => void;
}) {
  return (
    <li>
      <button
        type="button"
        className="btn btn--quiet btn--start"
        disabled={isDisabled}
        onClick={onPress}
      >
        <Icon name={icon} />
        {children}
      </button>
    </li>
  );
}
