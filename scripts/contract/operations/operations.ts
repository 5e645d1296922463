// Makes schema/operations.json, the operations that clients may run in production, out of
// operations/: `npm run operations`, or `npm run operations -- --check` to only tell whether the
// committed file is up to date.
import { join, relative } from 'node:path';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { buildManifest, isFresh, writeManifest } from './manifest.ts';

const MANIFEST_FILE = relative('', join(REPOSITORY_ROOT, 'schema', 'operations.json'));

await runCommand(async () => {
  const options = { check: { type: 'boolean', default: false } } as const;
  const { check: isCheck } = readArguments('npm run operations [-- --check]', { options }).values;
  const text = buildManifest(join(REPOSITORY_ROOT, 'operations'));
  if (isFresh(MANIFEST_FILE, text)) {
    process.stdout.write('The operations are up to date.\n');
  } else if (isCheck) {
    process.stderr.write(
      `${MANIFEST_FILE} is stale: run npm run operations and commit the result.\n`,
    );
    process.exitCode = 1;
  } else {
    writeManifest(MANIFEST_FILE, text);
    process.stdout.write(`Wrote ${MANIFEST_FILE}.\n`);
  }
});
