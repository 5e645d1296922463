import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { EmptyState } from './parts/states.tsx';
import { LockScreen } from './session/lock-screen.tsx';
import { useSession } from './session/session.ts';
import { useScreens } from './shell/screens.ts';
import { Shell } from './shell/shell.tsx';
import { Top } from './shell/top.tsx';

/** A person who is signed in does not load it. */
const SignInPage = lazy(async () => {
  const { SignInPage: Loaded } = await import('./session/sign-in-page.tsx');
  return { default: Loaded };
});

/** The whole client: the door, or the screens of who is signed in. */
export function App() {
  const session = useSession();
  switch (session.kind) {
    case 'OPENING':
      return null;
    case 'SIGNED_OUT':
      return (
        <Suspense>
          <SignInPage />
        </Suspense>
      );
    case 'SIGNED_IN':
    case 'LOCKED':
      return (
        <>
          {/* Another person begins anew: nothing that was open is theirs. */}
          <Shell key={session.user.id}>
            <Screens roles={session.user.roles} />
          </Shell>
          {session.kind === 'LOCKED' && <LockScreen {...session} />}
        </>
      );
  }
}

function Screens({ roles }: { roles: readonly string[] }) {
  const screens = useScreens(roles);
  const [first] = screens;
  if (first === undefined) return <NoScreens />;
  return (
    <Suspense>
      <Switch>
        {screens.map(({ path, Page }) => (
          <Route key={path} path={`${path}/*?`}>
            <Page />
          </Route>
        ))}
        <Route path="/">
          <Redirect to={first.path} replace />
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}

function NotFound() {
  const [, navigate] = useLocation();
  return (
    <>
      <Top title="No existe" />
      <main className="page">
        <EmptyState
          icon="search"
          title="Esta página no existe"
          actions={
            <button type="button" className="btn btn--primary" onClick={() => navigate('/')}>
              Ir al inicio
            </button>
          }
        >
          La dirección cambió, o su cuenta no la ve.
        </EmptyState>
      </main>
    </>
  );
}

/** A customer's account has no screen here. */
function NoScreens() {
  return (
    <>
      <Top title="Su cuenta" />
      <main className="page">
        <EmptyState icon="lock" title="Su cuenta no usa estas pantallas">
          Son para el personal de la tienda.
        </EmptyState>
      </main>
    </>
  );
}
