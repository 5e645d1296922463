// Goal: an option that a command does not have is told in one sentence, with the usage, and
// nothing is done. Method: each command of package.json is started with one, as setup.mjs does.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

test('every command is looked at', () => {
  expect(COMMANDS.length).toBeGreaterThan(15);
});
