import { posix } from 'node:path';
import type { Rule, SourceFile } from '../../scripts/contract/schema-check/rule.ts';
import { isCode, isTest } from './source-files.ts';

const IMPORT = /(?:from|import|import\()\s*'(\.[^']+)'/g;

/** A part of the house: the folders that it may import from, besides itself. */
interface Part {
  folder: string;
  imports: readonly string[];
}

const VALUES = 'common/values/';
const TOPOLOGY = 'common/topology/';
const PROCESS = 'common/process/';
const SUBGRAPH_KIT = 'common/subgraph/';
const OPERATE = 'scripts/operate/';
const WEB = 'web/';
const WEB_SERVER = 'web/server/';

/**
 * The imports of each folder go downwards only; the first row whose folder holds the file decides.
 * A folder that no row names may import from anywhere but tests.
 */
const PARTS: readonly Part[] = [
  { folder: VALUES, imports: [] },
  { folder: TOPOLOGY, imports: [] },
  { folder: PROCESS, imports: [VALUES, TOPOLOGY] },
  { folder: SUBGRAPH_KIT, imports: [VALUES, TOPOLOGY, PROCESS] },
  { folder: 'router/', imports: [VALUES, TOPOLOGY, PROCESS] },
  { folder: 'engines/', imports: ['router/', VALUES, TOPOLOGY, PROCESS] },
  { folder: OPERATE, imports: ['subgraphs/', 'common/', 'prisma/'] },
  { folder: WEB_SERVER, imports: [VALUES, TOPOLOGY, PROCESS] },
  { folder: WEB, imports: [] },
];

/** The folders that unit tests beside their file may also use. */
const FOR_UNIT_TESTS = ['tests/support/', 'scripts/stack/throwaway/'];

/** Imports go down only: a subgraph imports from common/ and itself, and never from another one. */
export const layers: Rule = (files) =>
  files.filter(isCode).flatMap((file) => {
    const allowed = allowedFolders(file);
    if (allowed === null) return [];
    return importedPaths(file)
      .filter(
        (path) => !allowed.some((folder) => path.startsWith(folder)) || isOfServer(file, path),
      )
      .map((path) => `${file.path} imports ${path}: it may import from ${allowed.join(' and ')}`);
  });

/** The server is in the folder of the browser's code, and no part of it. */
function isOfServer(file: SourceFile, path: string): boolean {
  const isOfBrowser = file.path.startsWith(WEB) && !file.path.startsWith(WEB_SERVER);
  return isOfBrowser && path.startsWith(WEB_SERVER);
}

/** @returns null for files that may import from anywhere */
function allowedFolders(file: SourceFile): string[] | null {
  const shared = isTest(file) ? FOR_UNIT_TESTS : [];
  const [, subgraph] = /^(subgraphs\/[^/]+\/)/.exec(file.path) ?? [];
  if (subgraph !== undefined) return [subgraph, 'common/', ...shared];
  const part = PARTS.find(({ folder }) => file.path.startsWith(folder));
  return part ? [part.folder, ...part.imports, ...shared] : null;
}

const MAY_USE_TESTS = /^tests\//;
/** The bench of the web client works with the browser and the hands of its tests. */
const MAY_USE_SUPPORT = /^bench\//;

/**
 * Only tests import from tests/, and benches what supports them; nothing imports from engines/,
 * which is beside the product, or from web/, which is a client of it.
 */
export const nobodyNeedsTests: Rule = (files) =>
  files.filter(isCode).flatMap((file) =>
    importedPaths(file)
      .filter((path) => isOutOfReach(file, path))
      .map((path) => `${file.path} imports ${path}: move what both need out of there`),
  );

function isOutOfReach(file: SourceFile, path: string): boolean {
  if (path.startsWith('engines/')) return !file.path.startsWith('engines/');
  if (path.startsWith(WEB)) return !file.path.startsWith(WEB) && !isTest(file);
  if (!path.startsWith('tests/') || MAY_USE_TESTS.test(file.path)) return false;
  const mayUseSupport = isTest(file) || MAY_USE_SUPPORT.test(file.path);
  return !(mayUseSupport && path.startsWith('tests/support/'));
}

const ENTRY_ROOMS = /^scripts\/(?:stack|contract|operate|develop)\/([^/]+)\/([^/]+)\.ts$/;
const IS_COMMAND = /\bawait runCommand\(/;

/** A command's entry is `scripts/<room>/<command>/<command>.ts`; replay is a room by itself. */
export const oneFolderPerCommand: Rule = (files) =>
  files
    .filter(({ path, text }) => path.startsWith('scripts/') && IS_COMMAND.test(text))
    .filter(({ path }) => path !== 'scripts/replay/replay.ts')
    .filter(({ path }) => {
      const [, folder, name] = ENTRY_ROOMS.exec(path) ?? [];
      return folder === undefined || folder !== name;
    })
    .map(({ path }) => `${path} is a command: put it at scripts/<room>/<command>/<command>.ts`);

/** No two files under scripts/ have one name, so that a name is enough to find a file. */
export const oneFilePerName: Rule = (files) => {
  const pathByName = new Map<string, string>();
  return files
    .filter(({ path }) => path.startsWith('scripts/') && isCode({ path, text: '' }))
    .flatMap(({ path }) => {
      const name = posix.basename(path);
      const other = pathByName.get(name);
      pathByName.set(name, path);
      return other === undefined ? [] : [`${path} has the name of ${other}: rename one of them`];
    });
};

function importedPaths({ path, text }: SourceFile): string[] {
  return [...text.matchAll(IMPORT)].map(([, specifier = '']) =>
    posix.join(posix.dirname(path), specifier),
  );
}
