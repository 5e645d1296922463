import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The stamp of the sources of generated files: a hash over the content of files and folders, in
 * order.
 * @param root the folder in which the paths are; the same files elsewhere have the same hash
 */
export function hashInputs(paths: readonly string[], root = ''): string {
  const hash = createHash('sha256');
  for (const path of paths) addToHash(hash, path, root);
  return hash.digest('hex');
}

/** True when the stamp file says that its neighbours were made from exactly these inputs. */
export function isStamped(stampFile: string, inputsHash: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === inputsHash;
}

/** Written last, so that a generation that was interrupted is repeated. */
export function writeStamp(stampFile: string, inputsHash: string): void {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${inputsHash}\n`);
}

function addToHash(hash: ReturnType<typeof createHash>, path: string, root: string): void {
  const file = join(root, path);
  if (!existsSync(file)) {
    hash.update(`missing ${path}\n`);
  } else if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) addToHash(hash, join(path, name), root);
  } else {
    hash.update(`file ${path}\n`).update(readFileSync(file));
  }
}
