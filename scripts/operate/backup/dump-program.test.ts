import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dumpArguments, findDumpProgram } from './dump-program.ts';

const MARIADB = 'mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)';
const MYSQL = 'mysqldump  Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)';

const before = process.env['PATH'];
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dump-program-'));
  process.env['PATH'] = directory;
});

afterEach(() => {
  process.env['PATH'] = before;
  rmSync(directory, { recursive: true });
});

function addProgram(name: string, version: string): void {
  writeFileSync(join(directory, name), `#!/bin/sh\necho "${version}"\n`, { mode: 0o755 });
}

test("a server's own program is taken before the other one", () => {
  addProgram('mysqldump', MYSQL);
  addProgram('mariadb-dump', MARIADB);

  expect(findDumpProgram('MySQL', directory)).toMatchObject({
    path: join(directory, 'mysqldump'),
    flavour: 'MySQL',
    version: 'Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)',
  });
  expect(findDumpProgram('MariaDB', directory)).toMatchObject({
    path: join(directory, 'mariadb-dump'),
    flavour: 'MariaDB',
  });
});

test("MariaDB's program dumps MySQL, over TLS, and MySQL's does not dump MariaDB", () => {
  addProgram('mysqldump', MYSQL);
  expect(() => findDumpProgram('MariaDB', directory)).toThrow(
    /^No program that dumps databases of MariaDB is found: install one .* mariadb-dump is on/,
  );
  rmSync(join(directory, 'mysqldump'));
  addProgram('mariadb-dump', MARIADB);
  const program = findDumpProgram('MySQL', directory);
  const reader = { label: 'URL', host: 'db', port: 1, user: 'u', password: 'secret' };
  expect(dumpArguments(program, 'MySQL', reader, ['a', 'b'])).toContain('--ssl');
  expect(dumpArguments(program, 'MySQL', reader, ['a', 'b']).join(' ')).not.toContain('secret');
});

test('a program that does not run is told by its path', () => {
  writeFileSync(join(directory, 'mariadb-dump'), '#!/bin/sh\necho broken >&2\nexit 3\n', {
    mode: 0o755,
  });
  expect(() => findDumpProgram('MariaDB', directory)).toThrow(
    `${join(directory, 'mariadb-dump')} does not run: broken`,
  );
});
