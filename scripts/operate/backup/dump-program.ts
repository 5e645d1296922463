import { spawnSync } from 'node:child_process';
import type { DatabaseTarget } from '../databases/connection.ts';
import type { ServerVersion } from '../databases/server-version.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { type Program, programOfPackage } from '../programs/debian-package.ts';
import { findPrograms, pathDirectories } from '../programs/programs.ts';

/** A program that dumps databases. */
export interface DumpProgram extends Program {
  /** The maker; the program of each has options that the other refuses. */
  flavour: ServerVersion['flavour'];
  version: string;
}

type Flavour = ServerVersion['flavour'];

/** The names that a server's own program has, and MariaDB's program, which dumps MySQL too. */
const NAMES: Readonly<Record<Flavour, readonly string[]>> = {
  MariaDB: ['mariadb-dump', 'mysqldump'],
  MySQL: ['mysqldump', 'mariadb-dump'],
};

const DEBIAN_PACKAGE = 'mariadb-client';

/**
 * A program of this machine that dumps databases of a server, or else one out of Debian's package.
 * @param dataDirectory keeps what is fetched
 * @throws OperatorError when there is none
 */
export function findDumpProgram(server: Flavour, dataDirectory: string): DumpProgram {
  const names = NAMES[server];
  for (const path of findPrograms(names, pathDirectories())) {
    const program = describe({ path, environment: {} });
    // MySQL's program signs in to no MariaDB any more.
    if (program.flavour === 'MariaDB' || server === 'MySQL') return program;
  }
  const fetched = programOfPackage(names, DEBIAN_PACKAGE, dataDirectory);
  if (fetched !== null) return describe(fetched);
  throw new OperatorError(
    `No program that dumps databases of ${server} is found: install one (Debian and Ubuntu: apt-get ` +
      `install ${DEBIAN_PACKAGE}; macOS: brew install mariadb), so that ${names[0]} is on the PATH.`,
  );
}

function describe(program: Program): DumpProgram {
  const { status, stdout, stderr } = spawnSync(program.path, ['--no-defaults', '--version'], {
    encoding: 'utf8',
    env: { ...process.env, ...program.environment },
  });
  if (status !== 0) {
    throw new OperatorError(
      `${program.path} does not run: ${stderr?.trim() || `status ${status}`}`,
    );
  }
  const version = stdout.trim().replace(/^\S+\s+/, '');
  return { ...program, version, flavour: version.includes('MariaDB') ? 'MariaDB' : 'MySQL' };
}

/** One moment of all databases, as statements that remove nothing where they are loaded. */
const COMMON_OPTIONS = [
  '--single-transaction',
  '--default-character-set=utf8mb4',
  // Bytes that are no text would spoil the lines.
  '--hex-blob',
  '--skip-comments',
  // Migrations make tables alone, so a user who may only read them is enough.
  '--no-tablespaces',
  '--skip-triggers',
  '--skip-add-drop-table',
  '--skip-add-locks',
  '--skip-disable-keys',
];

const OPTIONS: Readonly<Record<Flavour, readonly string[]>> = {
  MariaDB: ['--skip-ssl-verify-server-cert'],
  MySQL: ['--set-gtid-purged=OFF', '--loose-column-statistics=0', '--loose-get-server-public-key'],
};

/** The arguments for one dump of these databases; the password is not among them. */
export function dumpArguments(
  { flavour }: Pick<DumpProgram, 'flavour'>,
  server: Flavour,
  { host, port, user }: DatabaseTarget,
  databases: readonly string[],
): string[] {
  // MySQL takes a password over TLS only, unless the program can encrypt it by itself.
  const tls = flavour === 'MariaDB' && server === 'MySQL' ? ['--ssl'] : [];
  return [
    // Nothing that the machine's own configuration says belongs into a backup.
    '--no-defaults',
    '--protocol=tcp',
    `--host=${host}`,
    `--port=${port}`,
    `--user=${user}`,
    ...COMMON_OPTIONS,
    ...OPTIONS[flavour],
    ...tls,
    '--databases',
    ...databases,
  ];
}
