import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const MODULE = join(import.meta.dirname, 'stop-request.ts');

let directory: string;
let child: ChildProcess;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stop-request-'));
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** A program that ends by itself 700 ms after it was asked to, and exits 1 when it is forced. */
function startProgram(lastWords: string): { exited: Promise<number | null> } {
  const file = join(directory, 'program.ts');
  writeFileSync(
    file,
    `import { createStopRequest } from ${JSON.stringify(MODULE)};
const stop = createStopRequest(() => process.exit(1));
process.send?.('started');
const work = setInterval(() => undefined, 1_000);
await stop.requested();
await new Promise((resolve) => setTimeout(resolve, 700));
${lastWords}
clearInterval(work);`,
  );
  child = fork(file, { stdio: 'ignore' });
  return { exited: new Promise((resolve) => child.once('exit', resolve)) };
}

const started = () => new Promise((resolve) => child.once('message', resolve));

test('closing the channel to the parent at the end of a slow stop is no second wish', async () => {
  const { exited } = startProgram('if (process.connected) process.disconnect();');
  await started();

  child.kill('SIGTERM');

  expect(await exited).toBe(0);
});

test('the end of the parent asks for the end', async () => {
  const { exited } = startProgram('');
  await started();

  child.disconnect();

  expect(await exited).toBe(0);
});

test('a wish that is repeated after a moment forces the end', async () => {
  const { exited } = startProgram(
    "process.kill(process.pid, 'SIGTERM'); await new Promise(() => undefined);",
  );
  await started();

  child.kill('SIGTERM');

  expect(await exited).toBe(1);
});
