import type { Connection } from './connection.ts';

/** A database server's kind and version, as far as dumps depend on them. */
export interface ServerVersion {
  flavour: 'MariaDB' | 'MySQL';
  major: number;
  minor: number;
  /** The version as the server says it, such as `10.11.19-MariaDB-0+deb12u1`. */
  text: string;
}

/** Reads the words with which a server tells its version. */
export function parseServerVersion(text: string): ServerVersion {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(text) ?? [];
  const flavour = text.includes('MariaDB') ? 'MariaDB' : 'MySQL';
  return { flavour, major: Number(major), minor: Number(minor), text };
}

/** Asks a server for its version. */
export async function serverVersion(connection: Connection): Promise<ServerVersion> {
  const [row] = await connection.query<{ version: string }[]>('SELECT VERSION() AS version');
  return parseServerVersion(row?.version ?? '');
}
