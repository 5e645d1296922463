import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The directories of PATH, in order. */
export function pathDirectories(path = process.env.PATH ?? ''): string[] {
  return path.split(delimiter).filter(Boolean);
}

/** Full path of a program on PATH, or null. */
export function findProgram(name: string): string | null {
  return findPrograms([name], pathDirectories())[0] ?? null;
}

/**
 * Full paths of every program of one of these names: by name first, then in the directories' order.
 */
export function findPrograms(names: readonly string[], directories: readonly string[]): string[] {
  return names.flatMap((name) =>
    directories.map((directory) => join(directory, name)).filter((file) => existsSync(file)),
  );
}
