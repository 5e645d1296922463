// `npm run new:subgraph NAME [TYPE]`: a subgraph that starts, composes and is tested, with its own
// database, joined to the router, `npm start` and the containers. Refuses bad or taken names with
// one sentence; then nothing is written.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { API_FILE, composeFiles, SUPERGRAPH_FILE } from '../../contract/compose/compose-files.ts';
import { describeFinding } from '../../contract/compose/composed-files.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { type Files, newFiles, tableWith } from './new-files.ts';
import { namesOf, type SubgraphNames } from './subgraph-names.ts';

const USAGE = 'npm run new:subgraph NAME [TYPE]';

await runCommand(async () => {
  const { positionals } = readArguments(USAGE, { allowPositionals: true });
  const names = namesOf(REPOSITORY_ROOT, positionals);
  const added = newFiles(names, new Date());
  const changed = new Map([...tableWith(names, REPOSITORY_ROOT), ...composedWith(added)]);

  for (const [path, text] of [...added, ...changed]) {
    mkdirSync(dirname(join(REPOSITORY_ROOT, path)), { recursive: true });
    writeFileSync(join(REPOSITORY_ROOT, path), text);
  }
  const derived = derive();
  format([...added.keys(), ...changed.keys()]);
  process.stdout.write(whatToDoNext(names, [...added.keys()], [...changed.keys(), ...derived]));
  if (process.connected) process.disconnect();
});

/** The composed files with the new schema among the others. @throws OperatorError */
function composedWith(added: Files): Files {
  const directory = mkdtempSync(join(tmpdir(), 'new-subgraph-'));
  try {
    cpSync(join(REPOSITORY_ROOT, 'schema'), directory, { recursive: true });
    for (const [path, text] of added) {
      if (path.startsWith('schema/')) writeFileSync(join(directory, basename(path)), text);
    }
    const { supergraphSdl, apiSdl, problems } = composeFiles(directory);
    if (supergraphSdl === null || apiSdl === null) {
      const [first] = problems;
      const why = first ? describeFinding(first).replace(`${directory}/`, 'schema/') : 'no reason';
      throw new OperatorError(`The graph would not compose: choose other names. ${why}`);
    }
    return new Map([
      [`schema/${SUPERGRAPH_FILE}`, supergraphSdl],
      [`schema/${API_FILE}`, apiSdl],
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Writes what derives from the table of services anew. @returns the paths of those files */
function derive(): string[] {
  const script = join(REPOSITORY_ROOT, 'scripts/contract/deployment/deployment.ts');
  const run = spawnSync(process.execPath, [script], { cwd: REPOSITORY_ROOT, encoding: 'utf8' });
  if (run.status !== 0) throw new OperatorError(run.stderr.trim());
  return run.stdout.replace(/^Wrote |\.\n$/g, '').split(', ');
}

/** Names are longer or shorter than in the templates, so lines break elsewhere. */
function format(paths: readonly string[]): void {
  const biome = join(REPOSITORY_ROOT, 'node_modules', '.bin', 'biome');
  const args = ['check', '--write', '--files-ignore-unknown=true', '--no-errors-on-unmatched'];
  const run = spawnSync(biome, [...args, ...paths], { cwd: REPOSITORY_ROOT, encoding: 'utf8' });
  if (run.status !== 0) {
    process.stderr.write('The new files could not be formatted: run biome check --write.\n');
  }
}

function whatToDoNext(
  names: SubgraphNames,
  added: readonly string[],
  changed: readonly string[],
): string {
  const { name, NAME, Entity, port } = names;
  const list = (paths: readonly string[]) => paths.map((path) => `  ${path}`).join('\n');
  return `Added ${name}, with the type ${Entity}, on port ${port}:
${list(added)}
Changed:
${list(changed)}

Next:
  1. npm start runs it with the others; ask it { ${name} { nodes { code name } } }
  2. schema/${name}.graphql: say what ${name} is about; npm run compose, then npm run generate
  3. prisma/${name}/: give the table the columns it needs, in the schema and in the migration
  4. operations/: add what clients will send, so that it is tested and planned
  5. tests/structure/auth-rules.test.ts: say who may use its fields
  6. README.md, README.es.md, docs/operations.md, docs/portability.md: add it to each list
  7. npm run check && npm test, which say what is still left out
Where the graph already runs, set SECRET_ROUTER_${NAME}, ${NAME}_DATABASE_URL (containers:
${NAME}_DATABASE_PASSWORD), and make its database; see npm run schema:check for the order.
`;
}
