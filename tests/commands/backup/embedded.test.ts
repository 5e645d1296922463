// Goal: the database of `npm start` is backed up and restored without a variable that names it.
// Method: two installations of their own, whose databases run alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { ADMIN_URL_VARIABLE } from '../../../scripts/stack/throwaway/throwaway-server.ts';
import {
  createEmptyDatabases,
  missingDumpProgram,
  runCommand,
} from '../../support/backup-commands.ts';
import { skipWithMessage } from '../../support/skip-with-message.ts';
import {
  type Installation,
  newInstallation,
  type StartedProgram,
  startProgram,
} from '../../support/started-program.ts';

const LIMIT_MS = 120_000;
const testWithDump = skipWithMessage(missingDumpProgram());

let directory: string;
let installation: Installation;
let program: StartedProgram | null;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-embedded-'));
  installation = await newInstallation();
  program = null;
});

afterEach(async () => {
  if (program && !program.hasEnded()) program.kill('SIGTERM');
  await program?.exited;
  installation.remove();
  rmSync(directory, { recursive: true, force: true });
});

testWithDump(
  'a backup is restored into the database that runs alone, and taken from there again',
  async () => {
    const admin = process.env[ADMIN_URL_VARIABLE] ?? '';
    const source = await createEmptyDatabases();
    await runCommand('migrate', [], source.variables);
    const first = join(directory, 'first');
    await runCommand('backup', ['--to', first], {
      ...source.variables,
      BACKUP_DATABASE_URL: admin,
    });
    await source.drop();
    const started = startProgram(installation.variables, ['--only-database']);
    program = started;
    await eventually('it runs', () => started.stdout.includes('runs alone'), LIMIT_MS);

    const restored = await runCommand('restore', ['--from', first], installation.variables);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const second = join(directory, 'second');
    const dumped = await runCommand('backup', ['--to', second], installation.variables);
    expect(dumped).toMatchObject({ code: 0, stderr: '' });

    started.pressCtrlC();
    expect(await started.exited).toBe(0);
    expect(started.stdout).not.toContain('Ready');
  },
  LIMIT_MS,
);
