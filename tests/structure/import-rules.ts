import { posix } from 'node:path';
import { isCode, isTest, type Rule, type SourceFile } from './source-files.ts';

const IMPORT = /(?:from|import|import\()\s*'(\.[^']+)'/g;

/**
 * A subgraph imports from common/ and itself, the router too, common/ from no one else. Their unit
 * tests may also use what tests share.
 */
export const layers: Rule = (files) =>
  files.filter(isCode).flatMap((file) => {
    const allowed = allowedFolders(file);
    if (allowed === null) return [];
    return importedPaths(file)
      .filter((path) => !allowed.some((folder) => path.startsWith(folder)))
      .map((path) => `${file.path} imports ${path}: it may import from ${allowed.join(' and ')}`);
  });

/** @returns null for files that may import from anywhere */
function allowedFolders(file: SourceFile): string[] | null {
  const [top = '', second = ''] = file.path.split('/');
  const shared = isTest(file) ? ['tests/support/'] : [];
  if (top === 'common') return ['common/', ...shared];
  if (top === 'router') return ['router/', 'common/', ...shared];
  if (top === 'subgraphs') return [`subgraphs/${second}/`, 'common/', ...shared];
  return null;
}

function importedPaths({ path, text }: SourceFile): string[] {
  return [...text.matchAll(IMPORT)].map(([, specifier = '']) =>
    posix.join(posix.dirname(path), specifier),
  );
}
