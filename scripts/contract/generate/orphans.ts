import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes what was generated for subgraphs that are gone, as after a change of branch: Git ignores
 * it, and the types would fail on it. A folder that holds anything else stays as it is.
 * @param root the repository's folder
 */
export function removeOrphans(root: string, subgraphs: readonly string[]): void {
  const directory = join(root, 'subgraphs');
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (!entry.isDirectory() || subgraphs.includes(entry.name)) continue;
    const path = join(directory, entry.name);
    if (readdirSync(path).every((name) => name === 'generated')) rmSync(path, { recursive: true });
  }
}
