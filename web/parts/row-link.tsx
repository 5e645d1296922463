import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type AddressChanges, useAddressOf } from './address-state.ts';

/** The link in the first cell of a row with `data-link`; the whole row takes its click. */
export function RowLink({ to, children }: { to: AddressChanges; children: ReactNode }) {
  const addressOf = useAddressOf();
  return (
    <Link className="cell" href={addressOf(to)}>
      {children}
    </Link>
  );
}
