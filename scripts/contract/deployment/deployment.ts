// `npm run deployment`: writes what derives from the table of services: docker-compose.yml,
// .env.example, the base of deploy/kubernetes and the table of processes in docs/architecture.md.
// With `--check` it only tells whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '../../../common/topology/services.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { composeFile } from './compose-file.ts';
import { environmentExample } from './environment-example.ts';
import { kubernetesFiles } from './kubernetes/kubernetes-files.ts';
import { withProcessTable } from './process-table.ts';

const ARCHITECTURE = 'docs/architecture.md';

await runCommand(async () => {
  const options = { check: { type: 'boolean', default: false } } as const;
  const { check: isCheck } = readArguments('npm run deployment [-- --check]', { options }).values;
  const read = (path: string) => readFileSync(join(REPOSITORY_ROOT, path), 'utf8');
  const files = {
    'docker-compose.yml': composeFile(SERVICES),
    '.env.example': environmentExample(SERVICES),
    ...kubernetesFiles(SERVICES),
    [ARCHITECTURE]: withProcessTable(read(ARCHITECTURE), SERVICES),
  };
  const stale = Object.entries(files).filter(([path, text]) => read(path) !== text);
  const names = stale.map(([path]) => path).join(', ');
  if (stale.length === 0) {
    process.stdout.write('What derives from the table of services is up to date.\n');
  } else if (isCheck) {
    process.stderr.write(`Stale: ${names}. Run npm run deployment and commit the result.\n`);
    process.exitCode = 1;
  } else {
    for (const [path, text] of stale) writeFileSync(join(REPOSITORY_ROOT, path), text);
    process.stdout.write(`Wrote ${names}.\n`);
  }
});
