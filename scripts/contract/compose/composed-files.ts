import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_FILE, type Composition, type Finding, SUPERGRAPH_FILE } from './compose-files.ts';

type ComposedFile = { path: string; text: string };

/** @returns the composed files whose text on disk is missing or differs */
export function staleFiles(directory: string, composition: Composition): ComposedFile[] {
  const { supergraphSdl, apiSdl } = composition;
  if (supergraphSdl === null || apiSdl === null) throw new Error('the graph did not compose');
  const files = [
    { path: join(directory, API_FILE), text: apiSdl },
    { path: join(directory, SUPERGRAPH_FILE), text: supergraphSdl },
  ];
  return files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
}

/**
 * Writes what is stale, each file in one step: a router that watches never reads half of it.
 * @returns the paths that were written
 */
export function writeComposed(directory: string, composition: Composition): string[] {
  return staleFiles(directory, composition).map(({ path, text }) => {
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, path);
    return path;
  });
}

/** One line for people: `schema/ventas.graphql:12:3 error CODE message`. */
export function describeFinding({ level, code, message, file, line, column }: Finding): string {
  const place = file === null ? '' : `${file}:${line}:${column} `;
  const kind = level === 'ERROR' ? 'error' : 'hint';
  return `${place}${kind} ${code} ${message.replaceAll('\n', '\n  ')}`;
}
