import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  createEmptyDatabase,
  type ThrowawayDatabase,
} from '../../stack/throwaway/throwaway-database.ts';
import { type DatabaseTarget, parseDatabaseUrl, withConnection } from '../databases/connection.ts';
import { isMigrated, migrateDatabase } from './apply-migrations.ts';
import { latestMigrationName } from './migration-files.ts';

let database: ThrowawayDatabase;
let target: DatabaseTarget;
let directory: string;

beforeEach(async () => {
  database = await createEmptyDatabase('migrate');
  target = parseDatabaseUrl('TEST_DATABASE_URL', database.url);
  directory = mkdtempSync(join(tmpdir(), 'migrations-'));
  writeMigration('20260101000000_first', 'CREATE TABLE `a` (`id` INT PRIMARY KEY); -- one; two\n');
});

afterEach(async () => {
  await database.drop();
  rmSync(directory, { recursive: true });
});

test('migrations run in order of their names, each one once', async () => {
  writeMigration(
    '20260102000000_second',
    "ALTER TABLE a ADD b CHAR(3);\nINSERT INTO a VALUES (1, ';x');",
  );

  expect(await isMigrated(target, directory)).toBe(false);
  expect(await migrate()).toEqual(['20260101000000_first', '20260102000000_second']);
  expect(await migrate()).toEqual([]);
  expect(await isMigrated(target, directory)).toBe(true);
  expect(latestMigrationName(directory)).toBe('20260102000000_second');
});

test('the record is the one that Prisma keeps: checksum, times and one applied step', async () => {
  await migrate();

  const rows = await query('SELECT * FROM _prisma_migrations');
  expect(rows).toMatchObject([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: '2a6e57416054e0fb39f5a42266f3a47e510085f4ec0cc4a5bc5079563fccee3f',
      migration_name: '20260101000000_first',
      finished_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    },
  ]);
});

test('a file of comments alone is a migration that changes nothing', async () => {
  writeMigration('20260102000000_empty', '-- This is an empty migration.');

  expect(await migrate()).toHaveLength(2);
});

test('a migration that was edited after it was applied is refused by name', async () => {
  await migrate();
  writeMigration('20260101000000_first', 'CREATE TABLE a (id BIGINT PRIMARY KEY)');

  await expect(migrate()).rejects.toThrow(/20260101000000_first was changed after it was applied/);
});

test('a failing migration is named with the reason, and nothing goes on until it is repaired', async () => {
  writeMigration('20260102000000_bad', 'CREATE TABLE a (id INT PRIMARY KEY)');
  writeMigration('20260103000000_never', 'CREATE TABLE never (id INT PRIMARY KEY)');

  await expect(migrate()).rejects.toThrow(/20260102000000_bad failed: .*already exists/);
  await expect(migrate()).rejects.toThrow(/20260102000000_bad failed on the database .* earlier/);
  expect(await query("SHOW TABLES LIKE 'never'")).toEqual([]);
});

test('a database made by a newer version of the program is refused', async () => {
  writeMigration('20260102000000_newer', 'CREATE TABLE b (id INT PRIMARY KEY)');
  await migrate();
  rmSync(join(directory, '20260102000000_newer'), { recursive: true });

  await expect(migrate()).rejects.toThrow(/has migration 20260102000000_newer/);
});

test('a folder of migrations that is missing is named, instead of a database up to date', async () => {
  const missing = join(directory, 'none');

  await expect(migrateDatabase(target, missing)).rejects.toThrow(`${missing} is missing`);
});

test('two programs that migrate at once take turns, and the second has nothing left to do', async () => {
  const applied = await Promise.all([migrate(), migrate(), migrate()]);

  expect(applied.flat()).toEqual(['20260101000000_first']);
});

function migrate(): Promise<string[]> {
  return migrateDatabase(target, directory);
}

function writeMigration(name: string, sql: string): void {
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, 'migration.sql'), sql);
}

function query(sql: string): Promise<unknown> {
  return withConnection(target, (connection) => connection.query(sql));
}
