import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { AUDIT_KINDS } from './audit-labels.ts';

test('every kind of the audit log that docs/security.md lists has Spanish words, and no other has', () => {
  const text = readFileSync('docs/security.md', 'utf8');
  const kinds = [...text.matchAll(/^\| `([A-Z_]+)` +\| (?:`|each)/gm)].map(([, kind]) => kind);
  expect(kinds.length).toBeGreaterThan(20);
  expect(Object.keys(AUDIT_KINDS).sort()).toEqual(kinds.sort());
});
