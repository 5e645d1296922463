import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { hashInputs, isStamped, writeStamp } from './stamp.ts';

const PRISMA_CLI = join(REPOSITORY_ROOT, 'node_modules', 'prisma', 'build', 'index.js');

/** Generates a subgraph's database client from its Prisma schema, unless it is current. */
export function generatePrismaClient(subgraph: string): 'generated' | 'current' {
  const schema = join(REPOSITORY_ROOT, 'prisma', subgraph, 'schema.prisma');
  const output = join(REPOSITORY_ROOT, 'subgraphs', subgraph, 'generated');
  const stampFile = join(output, 'prisma.stamp');
  const inputs = [schema, join(REPOSITORY_ROOT, 'node_modules', 'prisma', 'package.json')];
  const inputsHash = hashInputs(inputs);
  if (isStamped(stampFile, inputsHash)) return 'current';

  // Without the stamp first: a generation that fails must not be taken for the one before.
  rmSync(stampFile, { force: true });
  rmSync(join(output, 'prisma'), { recursive: true, force: true });
  runPrisma(['generate', '--schema', schema]);
  writeStamp(stampFile, inputsHash);
  return 'generated';
}

/**
 * Runs Prisma's command-line program without its native engine, which generating does not need but
 * which the program would download: it is given the path of some executable instead.
 */
export function runPrisma(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): void {
  const run = spawnSync(process.execPath, [PRISMA_CLI, ...args], {
    cwd: REPOSITORY_ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...environment,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (run.status !== 0) {
    throw new OperatorError(`prisma ${args.join(' ')} failed:\n${run.stdout}${run.stderr}`.trim());
  }
}

/** The text of a subgraph's Prisma schema. */
export function readPrismaSchema(subgraph: string): string {
  return readFileSync(join(REPOSITORY_ROOT, 'prisma', subgraph, 'schema.prisma'), 'utf8');
}
