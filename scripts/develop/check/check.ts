// `npm run check [-- --json FILE]`: types, lint and format, unused code, composed schemas, known
// operations, what derives from the table of services, structure rules.
// Every step runs, also after a failure; the exit code is 1 if any failed.
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateAll } from '../../contract/generate/generate.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { describeError, runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { runJest } from '../test/test.ts';

interface CheckStep {
  name: string;
  /** @returns true when the check passes; its findings are printed by then. */
  run(): Promise<boolean>;
  /** Printed when it fails and its findings do not say what to do. */
  cure?: string;
}

const OPTIONS = { json: { type: 'string' } } as const;
const BINARIES = join(REPOSITORY_ROOT, 'node_modules', '.bin');
// A warning that nobody must act on is noise; colours are for terminals only.
const biomeOptions = ['--error-on-warnings', ...(process.stdout.isTTY ? [] : ['--colors=off'])];
// Generated code uses ours, and Git ignores it.
const KNIP_OPTIONS = ['--no-progress', '--no-gitignore', '--treat-config-hints-as-errors'];
const STRUCTURE_TESTS = join('tests', 'structure');

const steps: readonly CheckStep[] = [
  { name: 'generated code', run: generates },
  { name: 'types', run: () => runs(join(BINARIES, 'tsc'), ['-p', 'tsconfig.json']) },
  { name: 'types of the browser', run: () => runs(join(BINARIES, 'tsc'), ['-p', 'web']) },
  {
    name: 'lint and format',
    run: () => runs(join(BINARIES, 'biome'), ['ci', ...biomeOptions]),
    cure: 'npx biome check --write puts the format right, and what else it can',
  },
  {
    name: 'unused code',
    run: () => runs(process.execPath, [join(BINARIES, 'knip'), ...KNIP_OPTIONS]),
  },
  {
    name: 'composed schemas',
    run: () => runsScript('scripts/contract/compose/compose.ts', ['--check']),
  },
  {
    name: 'known operations',
    run: () => runsScript('scripts/contract/operations/operations.ts', ['--check']),
  },
  {
    name: 'deployment',
    run: () => runsScript('scripts/contract/deployment/deployment.ts', ['--check']),
  },
  ...(existsSync(join(REPOSITORY_ROOT, STRUCTURE_TESTS))
    ? [{ name: 'structure rules', run: checkStructure }]
    : []),
];

await runCommand(async () => {
  const { json } = readArguments('npm run check [-- --json FILE]', { options: OPTIONS }).values;
  const results: { name: string; ok: boolean; tookMs: number }[] = [];
  for (const { name, run, cure } of steps) {
    const startedAtMs = performance.now();
    const ok = await passes(run);
    const tookMs = Math.round(performance.now() - startedAtMs);
    results.push({ name, ok, tookMs });
    const took = (tookMs / 1000).toFixed(1);
    const advice = ok || cure === undefined ? '' : `: ${cure}`;
    process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${name} (${took} s)${advice}\n`);
  }
  if (json !== undefined) writeFileSync(json, JSON.stringify(results));
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
  if (process.connected) process.disconnect();
});

/** A step that breaks is a step that fails: the others still run. */
async function passes(run: CheckStep['run']): Promise<boolean> {
  try {
    return await run();
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    return false;
  }
}

async function generates(): Promise<boolean> {
  await generateAll();
  return true;
}

async function checkStructure(): Promise<boolean> {
  return (await runJest([STRUCTURE_TESTS], { TEST_WITHOUT_DATABASE: '1' })) === 0;
}

function runsScript(script: string, args: readonly string[]): Promise<boolean> {
  return runs(process.execPath, [join(REPOSITORY_ROOT, script), ...args]);
}

function runs(program: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { cwd: REPOSITORY_ROOT, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
