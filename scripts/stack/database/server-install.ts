import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { findProgram } from '../../operate/programs/programs.ts';
import { findServerBinary, type ServerBinary } from './server-binary.ts';

// The server's own files and the one tool that its installer calls; not `mariadb-server`, which
// would register and start a system service.
const DEBIAN_PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];

/** The advice for when there is no database server and this program cannot get one. */
export const NO_SERVER_MESSAGE =
  'No database server found: install one (Debian and Ubuntu: ' +
  `apt-get install ${DEBIAN_PACKAGES.join(' ')}; macOS: brew install mariadb), or start Docker, or ` +
  'set INVENTARIO_DATABASE_URL and VENTAS_DATABASE_URL to databases that you have.';

/**
 * A server program of this machine; where Debian's packages can be installed without asking anyone,
 * they are, and that is said.
 * @throws OperatorError when there is none and none can be installed.
 */
export function ensureServerBinary(): ServerBinary {
  const binary = findServerBinary() ?? installServer();
  if (binary === null) throw new OperatorError(NO_SERVER_MESSAGE);
  return binary;
}

/** Installs the packages if this is a Debian-like machine and we may; null if not. */
export function installServer(): ServerBinary | null {
  const elevated = rootCommand();
  if (elevated === null || !existsSync('/etc/debian_version') || findProgram('apt-get') === null) {
    return null;
  }
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(`Installing ${DEBIAN_PACKAGES.join(' and ')} (no system service) …`);
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...DEBIAN_PACKAGES];
  if (!runQuietly([...elevated, ...install])) {
    // A new container or machine often has no package lists yet.
    runQuietly([...elevated, 'apt-get', 'update', '-q']);
    if (!runQuietly([...elevated, ...install])) {
      throw new OperatorError(
        `apt-get could not install ${DEBIAN_PACKAGES.join(' and ')}: run "apt-get install ` +
          `${DEBIAN_PACKAGES.join(' ')}" to see why, or set the *_DATABASE_URL variables.`,
      );
    }
  }
  return findServerBinary();
}

function rootCommand(): string[] | null {
  if (process.getuid?.() === 0) return [];
  if (findProgram('sudo') === null) return null;
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}

function runQuietly([program = '', ...args]: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { env, stdio: 'ignore' }).status === 0;
}
