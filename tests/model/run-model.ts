// `npm run model [-- --large]`: explores the sale protocol, then each of its mutants, and prints
// what was found; `--large` takes larger systems as well (about 20 minutes, 3 GB of memory).
import { readArguments } from '../../scripts/operate/environment/command-arguments.ts';
import { runCommand } from '../../scripts/operate/environment/operator-error.ts';
import { type Exploration, explore } from './explore.ts';
import { MUTANTS } from './mutants.ts';
import { PROMISES } from './promises.ts';
import type { Setting } from './protocol-step.ts';
import { LARGE_SETTINGS, SETTINGS } from './settings.ts';

await runCommand(async () => {
  const options = { large: { type: 'boolean', default: false } } as const;
  const { large } = readArguments('npm run model [-- --large]', { options }).values;
  const settings = large ? [...SETTINGS, ...LARGE_SETTINGS] : SETTINGS;
  say('The protocol as built\n');
  for (const setting of settings) {
    const found = explored(setting);
    if (found.breach === null) continue;
    say(traceOf(found.breach));
    process.exitCode = 1;
  }

  say('\nThe protocol without one of its rules: each must be caught\n');
  for (const { without, name, setting, breaks } of MUTANTS) {
    const { breach } = explore(setting);
    say(`${breach?.promise === breaks ? 'caught' : 'MISSED'}  ${without}: ${name}`);
    if (breach !== null) say(traceOf(breach));
    if (breach?.promise !== breaks) process.exitCode = 1;
  }
});

function explored(setting: Setting): Exploration {
  const startedAtMs = performance.now();
  const found = explore(setting);
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
  const states = found.states.toLocaleString('en').padStart(10);
  const steps = found.steps.toLocaleString('en').padStart(12);
  const verdict = found.breach === null ? 'sound ' : 'BROKEN';
  say(`${verdict} ${states} states ${steps} steps ${seconds.padStart(6)} s  ${setting.name}`);
  return found;
}

function traceOf({ promise, trace }: NonNullable<Exploration['breach']>): string {
  const lines = trace.map((line, index) => `   ${String(index + 1).padStart(2)}. ${line}`);
  return [...lines, `       broken: ${promise}, ${PROMISES[promise]}\n`].join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
