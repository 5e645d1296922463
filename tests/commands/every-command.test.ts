// Goal: an option that a command does not have is told in one sentence, with the usage, and
// nothing is done; each command explains itself, before anything is installed.
// Method: each command of package.json is started, as setup.mjs does or by setup.mjs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';

/** Its arguments are Jest's. */
const OF_ANOTHER_PROGRAM = 'test';

const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const COMMANDS = Object.entries(scripts)
  .filter(([name]) => name !== OF_ANOTHER_PROGRAM)
  .map(([name, script]) => [name, script.split(' ').at(-1)!] as const);

test.each(COMMANDS)('npm run %s refuses an unknown option in one sentence', (name, entry) => {
  const call = name === 'start' ? 'npm start' : `npm run ${name}`;
  const run = spawnSync(process.execPath, [join(REPOSITORY_ROOT, entry), '--no-such-option'], {
    cwd: REPOSITORY_ROOT,
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  expect(run.stdout).toBe('');
  const [sentence, usage, ...more] = run.stderr.trimEnd().split('\n');
  expect(sentence).toBe("Unknown option '--no-such-option'.");
  expect(usage).toMatch(new RegExp(`^Usage: ${call}(?: |$)`));
  expect(more).toEqual([]);
  expect(run.status).toBe(1);
});

const SETUP = join(REPOSITORY_ROOT, 'scripts/setup.mjs');

test.each([...COMMANDS, ['test', 'scripts/develop/test/test.ts']])(
  'npm run %s explains itself with --help, and does nothing',
  (name, entry) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SETUP, entry, '--help'], {
      // Nothing but this file is needed for it.
      cwd: tmpdir(),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(/^(?:start|test)$/.test(name) ? `npm ${name}` : `npm run ${name}`);
    expect(stdout).not.toContain('//');
  },
);

test('Windows is told of WSL2 before anything fails', () => {
  const windows = "data:text/javascript,Object.defineProperty(process,'platform',{value:'win32'})";
  const args = ['--import', windows, SETUP, 'scripts/stack/start/start.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^Windows .* WSL2 .*\n$/);
});

test('every command is looked at', () => {
  expect(COMMANDS.length).toBeGreaterThan(15);
});
