import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../common/process/config/environment.ts';
import type { Log } from '../../common/process/log/log.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { createSupergraphFile } from './supergraph-file.ts';

let directory: string;
let path: string;
let cleanup: (() => Promise<void>) | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-supergraph-'));
  path = join(directory, 'supergraph.graphql');
});
afterEach(async () => {
  await cleanup?.();
  rmSync(directory, { recursive: true });
});

/** Watches the file for a gateway that takes every text but "broken". */
async function watchFile() {
  const taken: string[] = [];
  const events: string[] = [];
  const write = (event: string) => void events.push(event);
  const log: Log = { debug: write, info: write, warn: write, error: write, with: () => log };
  const file = createSupergraphFile({ path, log });
  const update = (text: string) => {
    if (text.startsWith('broken')) throw new Error('Syntax Error:\nunexpected "broken"');
    taken.push(text);
  };
  const started = await file.initialize({
    update,
    healthCheck: async () => undefined,
    getDataSource: () => {
      throw new Error('not asked for');
    },
  });
  cleanup = started.cleanup;
  return { taken, events, file };
}

test('a version that is renamed into place is handed over', async () => {
  writeFileSync(path, 'one');
  const { taken, file } = await watchFile();
  expect(taken).toEqual(['one']);
  expect(file.isLoaded()).toBe(true);

  writeFileSync(`${path}.tmp`, 'two');
  renameSync(`${path}.tmp`, path);
  await eventually('the second version', () => taken.includes('two'));
  writeFileSync(path, 'three');
  await eventually('the third version', () => taken.includes('three'));
});

test('a refused version is logged once, and the next good one is taken', async () => {
  writeFileSync(path, 'one');
  const { taken, events } = await watchFile();
  writeFileSync(path, 'broken');
  await eventually('the refusal', () => events.includes('supergraph.rejected'));
  writeFileSync(path, 'two');
  await eventually('the good version', () => taken.includes('two'));
  expect(events).toEqual(['supergraph.loaded', 'supergraph.rejected', 'supergraph.loaded']);
});

test('a file that is away for a while changes nothing', async () => {
  writeFileSync(path, 'one');
  const { taken, events } = await watchFile();
  rmSync(path);
  writeFileSync(path, 'two');
  await eventually('the file to be back', () => taken.includes('two'));
  expect(events).toEqual(['supergraph.loaded', 'supergraph.loaded']);
});

test.each([
  ['is missing', undefined],
  ['is empty', ' \n'],
  ['is broken', 'broken'],
])('starting with a supergraph that %s ends with one sentence', async (_, text) => {
  if (text !== undefined) writeFileSync(path, text);
  await expect(watchFile()).rejects.toThrow(ConfigurationError);
  await expect(watchFile()).rejects.toThrow(
    /^Cannot use the supergraph .*: run npm run compose\.$/,
  );
});
