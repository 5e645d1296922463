import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Icon } from '../parts/icon.tsx';
import { Toasts } from '../parts/toast.tsx';
import { useUser } from '../session/session.ts';
import { useGoToRequests } from './go-to-request.ts';
import { type Screen, tabsOf, useScreens } from './screens.ts';
import { useShortcuts } from './shortcuts.ts';

// Few ask for these, and the till must stay small.
const GoToDialog = lazy(async () => {
  const { GoToDialog: Loaded } = await import('./go-to-dialog.tsx');
  return { default: Loaded };
});

const HelpDialog = lazy(async () => {
  const { HelpDialog: Loaded } = await import('./help-dialog.tsx');
  return { default: Loaded };
});

type Shown = 'GO_TO' | 'HELP' | null;

/** The frame of every screen: the menu at its side, the head with who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const user = useUser();
  const [path] = useLocation();
  const [shown, setShown] = useState<Shown>(null);
  useShortcuts([
    ['F1', () => setShown('HELP')],
    ['Ctrl+k', () => setShown('GO_TO')],
  ]);
  const goTo = useCallback(() => setShown('GO_TO'), []);
  useGoToRequests(goTo);
  const screens = useScreens(user.roles);
  const isCaja = isUnder(path, '/caja');
  return (
    <div
      className={`app ${isCaja ? 'app--caja' : 'app--wide'}`}
      {...(!isCaja && { 'data-density': 'compact' })}
    >
      <Rail screens={screens} path={path} onMore={goTo} />
      <div className="body">{children}</div>
      <Toasts />
      <Suspense>
        {shown === 'GO_TO' && <GoToDialog screens={screens} onClose={() => setShown(null)} />}
        {shown === 'HELP' && <HelpDialog isCaja={isCaja} onClose={() => setShown(null)} />}
      </Suspense>
    </div>
  );
}

/** Whether an address belongs to a screen: /cajas is not a part of /caja. */
function isUnder(path: string, screenPath: string): boolean {
  return path === screenPath || path.startsWith(`${screenPath}/`);
}

/** The narrow menu of the till has room for these; the others are under "Más" there. */
const MOST_AT_A_TILL = 9;

function Rail({
  screens,
  path,
  onMore,
}: {
  screens: readonly Screen[];
  path: string;
  onMore: () => void;
}) {
  const tabs = tabsOf(screens);
  return (
    <nav
      className={screens.length > MOST_AT_A_TILL ? 'rail rail--many' : 'rail'}
      aria-label="Principal"
    >
      <Link className="rail__brand" href="/" aria-label="ElectroPlus, inicio">
        <span className="logo">
          <Icon name="logo" />
        </span>
        <span className="rail__name">ElectroPlus</span>
      </Link>
      {screens.map((screen) => (
        <Link
          key={screen.path}
          className={tabs.includes(screen) ? 'nav' : 'nav rest'}
          href={screen.path}
          aria-current={isUnder(path, screen.path) ? 'page' : undefined}
        >
          <Icon name={screen.icon} />
          {screen.title}
        </Link>
      ))}
      <button
        type="button"
        className="nav end"
        aria-label="Más: ir a otra pantalla"
        onClick={onMore}
      >
        <Icon name="more" />
        Más
      </button>
    </nav>
  );
}
