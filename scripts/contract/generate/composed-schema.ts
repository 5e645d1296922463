import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SHARED_SCHEMA_FILE } from '../../../common/subgraph/graphql/schema-modules.ts';
import { SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { hashInputs, isStamped, writeStamp } from './stamp.ts';

const SCHEMA_DIRECTORY = join(REPOSITORY_ROOT, 'schema');
const files = [
  SHARED_SCHEMA_FILE,
  ...[...SUBGRAPH_NAMES, 'supergraph', 'api'].map((name) => `${name}.graphql`),
].map((file) => join(SCHEMA_DIRECTORY, file));

/**
 * Composes the supergraph unless neither its inputs nor its outputs changed since the last time.
 */
export function composeIfStale(dataDirectory: string): 'composed' | 'current' {
  const stampFile = join(dataDirectory, 'composed-schema.stamp');
  if (isStamped(stampFile, hashInputs(files))) return 'current';
  composeSchema();
  writeStamp(stampFile, hashInputs(files));
  return 'composed';
}

/** Composes the supergraph. @throws OperatorError with the composition errors. */
export function composeSchema(): void {
  const run = spawnSync(
    process.execPath,
    [join(REPOSITORY_ROOT, 'scripts/contract/compose/compose.ts')],
    {
      cwd: REPOSITORY_ROOT,
      encoding: 'utf8',
    },
  );
  if (run.status !== 0) {
    throw new OperatorError(`The schemas do not compose:\n${run.stderr}${run.stdout}`.trim());
  }
}
