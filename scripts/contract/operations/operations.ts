// Makes schema/operations.json, the operations that clients may run in production, out of
// operations/ and web/operations/: `npm run operations`, or `npm run operations -- --check` to only
// tell whether the committed file is up to date. `npm run operations -- --add FILE` first writes
// the operations of a document or of another tool's manifest into operations/.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildSchema } from 'graphql';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { addOperations } from './add-operations.ts';
import { buildManifest, isFresh, PUBLISHED_FOLDERS, writeManifest } from './manifest.ts';

const MANIFEST_FILE = relative('', join(REPOSITORY_ROOT, 'schema', 'operations.json'));

const USAGE = 'npm run operations [-- --check | --add FILE]';
const OPTIONS = {
  check: { type: 'boolean', default: false },
  add: { type: 'string' },
} as const;

await runCommand(async () => {
  const { check: isCheck, add: file } = readArguments(USAGE, { options: OPTIONS }).values;
  if (file !== undefined) {
    const schema = buildSchema(readFileSync(join(REPOSITORY_ROOT, 'schema/api.graphql'), 'utf8'));
    const added = addOperations(file, join(REPOSITORY_ROOT, 'operations'), schema);
    const list = added.map((path) => `Added ${relative('', path)}.\n`).join('');
    process.stdout.write(list || `operations/ has everything of ${file}.\n`);
  }
  const text = buildManifest(PUBLISHED_FOLDERS.map((folder) => join(REPOSITORY_ROOT, folder)));
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
