// Composes the subgraphs' schemas: `npm run compose`, or `npm run compose -- --check` to only tell
// whether the committed result is up to date. Needs no network.
import { relative, resolve } from 'node:path';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { type Composition, composeFiles } from './compose-files.ts';
import { describeFinding, staleFiles, writeComposed } from './composed-files.ts';

const DIRECTORY = relative('', resolve(import.meta.dirname, '../../../schema')) || '.';

async function compose(): Promise<void> {
  const options = { check: { type: 'boolean', default: false } } as const;
  const { check: isCheck } = readArguments('npm run compose [-- --check]', { options }).values;
  const composition = composeFiles(DIRECTORY);
  for (const finding of [...composition.problems, ...composition.hints]) {
    process.stderr.write(`${describeFinding(finding)}\n`);
  }
  if (composition.supergraphSdl === null) process.exitCode = 1;
  else if (isCheck) check(composition);
  else write(composition);
}

function check(composition: Composition): void {
  const stale = staleFiles(DIRECTORY, composition).map(({ path }) => path);
  if (stale.length === 0) {
    process.stdout.write('The composed schemas are up to date.\n');
    return;
  }
  const which = `${stale.join(' and ')} ${stale.length === 1 ? 'is' : 'are'} stale`;
  process.stderr.write(`${which}: run npm run compose and commit the result.\n`);
  process.exitCode = 1;
}

function write(composition: Composition): void {
  const written = writeComposed(DIRECTORY, composition);
  const sentence =
    written.length === 0 ? 'The composed schemas were up to date.' : `Wrote ${written.join(', ')}.`;
  process.stdout.write(`${sentence}\n`);
}

await runCommand(compose);
