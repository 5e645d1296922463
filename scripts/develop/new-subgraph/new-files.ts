import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import type { SubgraphNames } from './subgraph-names.ts';

const TEMPLATES = join(import.meta.dirname, 'template');
/** Path from the top of the repository → text. */
export type Files = ReadonlyMap<string, string>;

/**
 * The files of a new subgraph.
 * @param at names the first migration
 */
export function newFiles(names: SubgraphNames, at: Date): Files {
  const { name, folder } = names;
  const migrations = `prisma/${name}/migrations`;
  const timestamp = at.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const templates: Record<string, string> = {
    [`schema/${name}.graphql`]: 'schema.graphql',
    [`prisma/${name}/schema.prisma`]: 'schema.prisma',
    [`${migrations}/${timestamp}_init/migration.sql`]: 'migration.sql',
    [`${migrations}/migration_lock.toml`]: 'migration_lock.toml',
    [`subgraphs/${name}/main.ts`]: 'main.ts',
    [`subgraphs/${name}/config.ts`]: 'config.ts',
    [`subgraphs/${name}/context.ts`]: 'context.ts',
    [`subgraphs/${name}/schema.ts`]: 'schema.ts',
    [`subgraphs/${name}/tables.ts`]: 'tables.ts',
    [`subgraphs/${name}/codegen-mappers.ts`]: 'codegen-mappers.ts',
    [`subgraphs/${name}/${folder}/${folder}-resolvers.ts`]: 'resolvers.ts',
    [`subgraphs/${name}/${folder}/${folder}-store.ts`]: 'store.ts',
    [`subgraphs/${name}/${folder}/register-${folder}.ts`]: 'register.ts',
    [`subgraphs/${name}/${folder}/register-${folder}.test.ts`]: 'register.test.ts',
    [`tests/graph/${name}/${name}.test.ts`]: 'integration.test.ts',
  };
  return new Map(
    Object.entries(templates).map(([path, template]) => [path, render(template, names)]),
  );
}

function render(template: string, names: SubgraphNames): string {
  const values: Record<string, string> = { ...names, port: String(names.port) };
  const text = readFileSync(join(TEMPLATES, `${template}.template`), 'utf8');
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${template}.template has no value for ${key}`);
    return value;
  });
}

const TABLE = 'common/topology/services.ts';
const PLACE = '  // npm run new:subgraph adds its row above this line.\n';

/**
 * The table of services with a row for the new subgraph; the rest of the graph derives from it.
 * @throws OperatorError when the table has lost the line that marks the place
 */
export function tableWith(names: SubgraphNames, root: string): Files {
  const [before, after] = readFileSync(join(root, TABLE), 'utf8').split(PLACE);
  if (before === undefined || after === undefined) {
    throw new OperatorError(`${TABLE} has no line "${PLACE.trim()}": put it above the router.`);
  }
  return new Map([[TABLE, `${before}${render('service-row', names)}${PLACE}${after}`]]);
}
