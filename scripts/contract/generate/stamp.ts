import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The stamp of the sources of generated files: a hash over the content of files and folders, in
 * order.
 */
export function hashInputs(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) addToHash(hash, path);
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

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) {
    hash.update(`missing ${path}\n`);
  } else if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name));
  } else {
    hash.update(`file ${path}\n`).update(readFileSync(path));
  }
}
