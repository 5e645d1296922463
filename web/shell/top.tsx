import type { ReactNode } from 'react';
import { AccountMenu } from './account-menu.tsx';

/** The head of a screen. Its title is the page's one `<h1>`. */
export function Top({
  title,
  subtitle,
  children,
}: {
  title: string;
  subtitle?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="top">
      <title>{`${title} · ElectroPlus`}</title>
      <div className="top__title">
        <h1>{title}</h1>
        {subtitle !== undefined && <span className="sub">{subtitle}</span>}
      </div>
      {children}
      <AccountMenu />
    </header>
  );
}
