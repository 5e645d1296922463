import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';

/** A cookie in which a browser keeps a token, out of reach of the page's scripts. */
export interface TokenCookie {
  /** @param cookies the header `cookie` of a request */
  read(cookies: string | undefined): string | null;
  /** The header `set-cookie` that keeps the token for as long as it may count. */
  write(token: string): string;
  /** The header `set-cookie` that removes it. */
  clear(): string;
}

export interface TokenCookieOptions {
  /** The purpose of the token. */
  of: 'refresh' | 'device';
  days: number;
  /**
   * Sends it over https only, and marks its name so that no other host, not even one of the same
   * domain, can set it: browsers want the path `/` for that.
   */
  isSecure: boolean;
}

const DAY_SECONDS = 24 * 3_600;

export function createTokenCookie({ of, days, isSecure }: TokenCookieOptions): TokenCookie {
  const name = isSecure ? `__Host-electroplus-${of}` : `electroplus-${of}`;
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
    write: (token) => stringifySetCookie(cookieOf(token, days * DAY_SECONDS)),
    clear: () => stringifySetCookie(cookieOf('', 0)),
  };
}
