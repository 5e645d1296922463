// `npm test [-- jest arguments]`: brings generated code up to date and runs every automatic test.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';

/** Runs Jest on this Node. @returns its exit code. */
export function runJest(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const jest = spawn(
    process.execPath,
    [
      // Jest needs it for ES modules; this and type stripping announce themselves as experimental.
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(REPOSITORY_ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...args,
    ],
    {
      cwd: REPOSITORY_ROOT,
      stdio: 'inherit',
      // Workers do not inherit flags, only the environment. Production would hide test packages.
      env: {
        ...process.env,
        ...environment,
        NODE_ENV: 'test',
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => jest.kill(signal));
  return new Promise((resolve) => jest.once('exit', (code) => resolve(code ?? 1)));
}

if (import.meta.main) {
  await runCommand(async () => {
    process.exitCode = await runJest(process.argv.slice(2));
    if (process.connected) process.disconnect();
  });
}
