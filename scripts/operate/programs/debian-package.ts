// Programs out of Debian's packages, unpacked into a folder of this installation: the system stays
// as it was, and nobody has to be root.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, findPrograms } from './programs.ts';

/** A program, and the variables without which it does not find its libraries. */
export interface Program {
  path: string;
  environment: Readonly<Record<string, string>>;
}

const PROGRAM_FOLDERS = ['usr/sbin', 'usr/bin', 'sbin', 'bin'];
const LIBRARY_FOLDERS = ['usr/lib', 'lib'];
/** Debian keeps the libraries of each kind of machine in a folder of its own. */
const MACHINE_FOLDER = /-linux-/;

/**
 * The first of these programs out of a package, downloaded and unpacked below the folder unless it
 * is there from an earlier call.
 * @param names names of the program, the wanted one first
 * @param dataDirectory `DATA_DIR`; packages are kept in its folder `tools`
 * @returns null where there is no Debian, or where the package cannot be had
 */
export function programOfPackage(
  names: readonly string[],
  debianPackage: string,
  dataDirectory: string,
): Program | null {
  const root = join(dataDirectory, 'tools', debianPackage);
  if (!existsSync(root) && !unpackPackage(debianPackage, root)) return null;
  const folders = PROGRAM_FOLDERS.map((folder) => join(root, folder));
  const [path] = findPrograms(names, folders);
  return path === undefined
    ? null
    : { path, environment: { LD_LIBRARY_PATH: libraryFolders(root).join(':') } };
}

/** Makes the folder when all is in it: what a killed download leaves is never taken for it. */
function unpackPackage(debianPackage: string, root: string): boolean {
  if (findProgram('apt-get') === null || findProgram('dpkg-deb') === null) return false;
  process.stdout.write(`Fetching ${debianPackage} into ${root} (nothing is installed) …\n`);
  const unfinished = `${root}.${process.pid}`;
  try {
    mkdirSync(join(unfinished, 'debs', 'partial'), { recursive: true, mode: 0o700 });
    const files = download(debianPackage, unfinished);
    const isUnpacked = files.every((file) => run('dpkg-deb', ['-x', file, unfinished]));
    if (files.length === 0 || !isUnpacked) return false;
    for (const folder of ['debs', 'cache', 'lists']) {
      rmSync(join(unfinished, folder), { recursive: true, force: true });
    }
    renameSync(unfinished, root);
    return true;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** @returns the files of the package and of what it needs besides the system's own packages */
function download(debianPackage: string, to: string): string[] {
  const places = [
    ...['-o', `Dir::Cache=${join(to, 'cache')}`],
    ...['-o', `Dir::Cache::archives=${join(to, 'debs')}`],
    // The lock is that of the system's packages, which stay as they are.
    ...['-o', 'Debug::NoLocking=1'],
  ];
  const install = ['install', '--download-only', '-y', '-q', '--no-install-recommends'];
  if (!run('apt-get', [...install, ...places, debianPackage])) {
    // A new container has no lists of packages yet, and those of an old one name files that left.
    const lists = ['-o', `Dir::State::lists=${join(to, 'lists')}`];
    mkdirSync(join(to, 'lists', 'partial'), { recursive: true });
    run('apt-get', ['update', '-q', ...places, ...lists]);
    if (!run('apt-get', [...install, ...places, ...lists, debianPackage])) return [];
  }
  return readdirSync(join(to, 'debs'))
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(to, 'debs', name));
}

function run(program: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { env, stdio: 'ignore' }).status === 0;
}

function libraryFolders(root: string): string[] {
  return LIBRARY_FOLDERS.map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [
      ...readdirSync(folder)
        .filter((name) => MACHINE_FOLDER.test(name))
        .map((name) => join(folder, name)),
      folder,
    ]);
}
