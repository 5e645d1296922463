import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';

/** The cookie in which a browser keeps its refresh token, out of reach of the page's scripts. */
export interface RefreshCookie {
  /** @param cookies the header `cookie` of a request */
  read(cookies: string | undefined): string | null;
  /** The header `set-cookie` that keeps the token for as long as a session can last. */
  write(token: string): string;
  /** The header `set-cookie` that removes it. */
  clear(): string;
}

const MAX_AGE_SECONDS = 7 * 24 * 3_600;

/**
 * @param isSecure sends it over https only, and marks its name so that no other host, not even one
 *   of the same domain, can set it: browsers want the path `/` for that
 */
export function createRefreshCookie({ isSecure }: { isSecure: boolean }): RefreshCookie {
  const name = isSecure ? '__Host-electroplus-refresh' : 'electroplus-refresh';
  const cookieOf = (value: string, maxAge: number): SetCookie => ({
    name,
    value,
    maxAge,
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
  });
  return {
    read: (cookies = '') => parseCookie(cookies)[name] || null,
    write: (token) => stringifySetCookie(cookieOf(token, MAX_AGE_SECONDS)),
    clear: () => stringifySetCookie(cookieOf('', 0)),
  };
}
