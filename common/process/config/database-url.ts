/** The address of a database and the account that uses it. */
export interface DatabaseAddress {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

/** The form in which people write one, for messages. */
export const DATABASE_URL_FORM = 'mysql://user:password@host:3306/database';

const DEFAULT_PORT = 3306;

/**
 * Reads `mysql://user:password@host:port/database`; the password may be empty.
 * @returns null for anything else
 */
export function parseDatabaseAddress(url: string): DatabaseAddress | null {
  const parsed = URL.parse(url);
  const isDatabaseUrl = parsed?.protocol === 'mysql:' || parsed?.protocol === 'mariadb:';
  const database = decode(parsed?.pathname.slice(1));
  const user = decode(parsed?.username);
  const password = decode(parsed?.password);
  if (!parsed?.hostname || !isDatabaseUrl || !database || !user || password === undefined) {
    return null;
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(parsed.port || DEFAULT_PORT), user, password, database };
}

function decode(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
