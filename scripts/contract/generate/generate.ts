// `npm run generate`: database clients and resolver types of every subgraph, typed operations, and
// those of the web client, where inputs changed.

import { SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { removeOrphans } from './orphans.ts';
import { generatePrismaClient } from './prisma-client.ts';
import { generateSchemaTypes } from './schema-types.ts';
import { generateTypedDocuments } from './typed-documents.ts';
import { generateWebOperations } from './web-operations.ts';

/**
 * Brings all generated code up to date. @returns the names of what was generated now, for people to
 * read
 */
export async function generateAll(): Promise<string[]> {
  removeOrphans(REPOSITORY_ROOT, SUBGRAPH_NAMES);
  const generated: string[] = [];
  for (const name of SUBGRAPH_NAMES) {
    if (generatePrismaClient(name) === 'generated') generated.push(`${name} database client`);
    if ((await generateSchemaTypes(name)) === 'generated') generated.push(`${name} resolver types`);
  }
  const documents = await generateTypedDocuments(REPOSITORY_ROOT);
  if (documents.length > 0) generated.push(`types of ${documents.length} files of operations`);
  if (await generateWebOperations(REPOSITORY_ROOT)) generated.push('operations of the web client');
  return generated;
}

if (import.meta.main) {
  await runCommand(async () => {
    readArguments('npm run generate');
    const generated = await generateAll();
    process.stdout.write(`${generated.length === 0 ? 'All up to date' : generated.join('\n')}\n`);
  });
}
