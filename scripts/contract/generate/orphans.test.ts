import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { removeOrphans } from './orphans.ts';

test('code of a subgraph that is gone is removed; what people wrote stays', () => {
  const root = mkdtempSync(join(tmpdir(), 'orphans-'));
  try {
    for (const path of ['gone/generated/a.ts', 'known/generated/a.ts', 'written/generated/a.ts']) {
      mkdirSync(dirname(join(root, 'subgraphs', path)), { recursive: true });
      writeFileSync(join(root, 'subgraphs', path), '');
    }
    writeFileSync(join(root, 'subgraphs/written/main.ts'), '');

    removeOrphans(root, ['known']);

    expect(readdirSync(join(root, 'subgraphs')).sort()).toEqual(['known', 'written']);
    expect(readdirSync(join(root, 'subgraphs/written')).sort()).toEqual(['generated', 'main.ts']);
  } finally {
    rmSync(root, { recursive: true });
  }
});
