import { useLocation, useSearch } from 'wouter';

/** Values of the address to be set; null or an empty text takes one away. */
export type AddressChanges = Readonly<Record<string, string | null>>;

/** Filters live in the address: a reload, a link and the way back keep them. */
export function useAddressState(): [URLSearchParams, (changes: AddressChanges) => void] {
  const [, navigate] = useLocation();
  const addressOf = useAddressOf();
  const search = new URLSearchParams(useSearch());
  return [search, (changes) => navigate(addressOf(changes), { replace: true })];
}

/** Gives the address of this screen with some values changed, for a link. */
export function useAddressOf(): (changes: AddressChanges) => string {
  const [path] = useLocation();
  const search = useSearch();
  return (changes) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString();
    return text === '' ? path : `${path}?${text}`;
  };
}
