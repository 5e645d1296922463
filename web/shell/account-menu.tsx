import { lazy, Suspense, useState } from 'react';
import { useUser } from '../session/session.ts';
import { initials } from '../words/format.ts';

// Few ask for these, and the till must stay small.
const AccountDialog = lazy(async () => {
  const { AccountDialog: Loaded } = await import('./account-dialog.tsx');
  return { default: Loaded };
});

const PasswordDialog = lazy(async () => {
  const { PasswordDialog: Loaded } = await import('../session/password-dialog.tsx');
  return { default: Loaded };
});

/** The person at the head of each screen: the theme, the lock, the password, the way out. */
export function AccountMenu() {
  const user = useUser();
  const [shown, setShown] = useState<'MENU' | 'PASSWORD' | null>(null);
  return (
    <>
      <button
        type="button"
        className="btn btn--quiet who"
        aria-label={`${user.name}: cuenta y cierre de sesión`}
        onClick={() => setShown('MENU')}
      >
        <span className="avatar" data-initials={initials(user.name)} />
        <span className="wide">{user.name}</span>
      </button>
      <Suspense>
        {shown === 'MENU' && (
          <AccountDialog onClose={() => setShown(null)} onPassword={() => setShown('PASSWORD')} />
        )}
        {shown === 'PASSWORD' && <PasswordDialog onClose={() => setShown(null)} />}
      </Suspense>
    </>
  );
}
