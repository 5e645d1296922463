// Two copies of a small shop of two subgraphs: one as it was, and one that is checked against it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSchemas } from '../../../scripts/contract/schema-check/check-schemas.ts';
import type { Report } from '../../../scripts/contract/schema-check/finding.ts';

const SHOP = join(import.meta.dirname, 'shop');

/** The day on which the check says that it runs. */
export const TODAY = '2026-03-01';

/** A text of a file that is replaced by another; after an empty one, it is added at the end. */
export type Edit = readonly [file: string, from: string, to: string];

export interface EditedShop {
  /** Holds both copies: `before/` and `now/`. */
  directory: string;
  /** The copy that is checked. */
  now: string;
  edit(edits: readonly Edit[]): void;
  check(): Promise<Report>;
  remove(): void;
}

/** Copies the shop twice into a new folder. */
export function copyShop(): EditedShop {
  const directory = mkdtempSync(join(tmpdir(), 'schema-check-'));
  const [before, now] = [join(directory, 'before'), join(directory, 'now')];
  for (const tree of [before, now]) cpSync(SHOP, tree, { recursive: true });
  return {
    directory,
    now,
    edit(edits) {
      for (const [file, from, to] of edits) {
        const path = join(directory, file);
        const text = readFileSync(path, 'utf8');
        if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
        writeFileSync(path, from === '' ? text + to : text.replace(from, to));
      }
    },
    check: () =>
      checkSchemas({ root: now, base: { name: 'before', directory: before }, today: TODAY }),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** `check: level CODE subject` of everything that was found. */
export function found({ checks }: Report): string[] {
  return checks.flatMap(({ name, findings }) =>
    findings.map(({ level, code, subject }) => `${name}: ${level} ${code} ${subject}`),
  );
}
