import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { findPrograms, pathDirectories } from '../../operate/programs/programs.ts';

/** A database server program found on this machine. */
export interface ServerBinary {
  server: string;
  flavour: 'mariadb' | 'mysql';
  /** MariaDB's program that makes a new data directory; MySQL's server does that itself. */
  installer: string | null;
}

// Server programs often live outside of an ordinary user's PATH.
const USUAL_DIRECTORIES = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/bin',
  '/usr/local/bin',
  '/usr/libexec',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/opt/homebrew/opt/mysql/bin',
  '/home/linuxbrew/.linuxbrew/bin',
];

/** Debian's server package comes without it; then the server cannot make its first files. */
const INSTALLER_NEEDS = 'my_print_defaults';

/** The first usable server on PATH or in the usual places, or null. */
export function findServerBinary(): ServerBinary | null {
  const directories = [...pathDirectories(), ...USUAL_DIRECTORIES];
  for (const server of findPrograms(['mariadbd', 'mysqld'], directories)) {
    const version = spawnSync(server, ['--no-defaults', '--version'], { encoding: 'utf8' });
    if (version.status !== 0) continue;
    if (!version.stdout.includes('MariaDB')) return { server, flavour: 'mysql', installer: null };
    const beside = [dirname(server), ...directories];
    const [installer] = findPrograms(['mariadb-install-db', 'mysql_install_db'], beside);
    const isComplete = findPrograms([INSTALLER_NEEDS], beside).length > 0;
    if (installer !== undefined && isComplete) return { server, flavour: 'mariadb', installer };
  }
  return null;
}
