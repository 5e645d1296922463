import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefinitionNode, Kind, parse } from 'graphql';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import type { SubgraphNames } from './subgraph-names.ts';

const TEMPLATES = join(import.meta.dirname, 'template');
/** What every subgraph defines in the same words. */
const SHARED_TYPES = [
  'auth',
  'public',
  'Role',
  'PageInfo',
  'UserError',
  'BasicError',
  'ErrorCode',
  'DateTime',
];

/** Path from the top of the repository → text. */
export type Files = ReadonlyMap<string, string>;

/**
 * The files of a new subgraph.
 * @param schemas the schemas of the subgraphs that there are, for what all of them share
 * @param at names the first migration
 */
export function newFiles(names: SubgraphNames, schemas: readonly string[], at: Date): Files {
  const { name, folder } = names;
  const migrations = `prisma/${name}/migrations`;
  const timestamp = at.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const values = { ...names, port: String(names.port), ...sharedTexts(schemas) };
  const templates: Record<string, string> = {
    [`schema/${name}.graphql`]: 'schema.graphql',
    [`prisma/${name}/schema.prisma`]: 'schema.prisma',
    [`${migrations}/${timestamp}_init/migration.sql`]: 'migration.sql',
    [`${migrations}/migration_lock.toml`]: 'migration_lock.toml',
    [`subgraphs/${name}/main.ts`]: 'main.ts',
    [`subgraphs/${name}/config.ts`]: 'config.ts',
    [`subgraphs/${name}/context.ts`]: 'context.ts',
    [`subgraphs/${name}/schema.ts`]: 'schema.ts',
    [`subgraphs/${name}/codegen-mappers.ts`]: 'codegen-mappers.ts',
    [`subgraphs/${name}/${folder}/${folder}-resolvers.ts`]: 'resolvers.ts',
    [`subgraphs/${name}/${folder}/${folder}-store.ts`]: 'store.ts',
    [`subgraphs/${name}/${folder}/register-${folder}.ts`]: 'register.ts',
    [`subgraphs/${name}/${folder}/register-${folder}.test.ts`]: 'register.test.ts',
    [`tests/graph/${name}/${name}.test.ts`]: 'integration.test.ts',
  };
  return new Map(
    Object.entries(templates).map(([path, template]) => [path, render(template, values)]),
  );
}

function render(template: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(TEMPLATES, `${template}.template`), 'utf8');
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${template}.template has no value for ${key}`);
    return value;
  });
}

/** The link to the federation's directives and the shared types, word for word. */
function sharedTexts(schemas: readonly string[]): Record<string, string> {
  const definitions = schemas.flatMap((text) =>
    parse(text).definitions.map((node) => ({ name: nameOf(node), text: textOf(node) })),
  );
  const find = (name: string) => {
    const found = definitions.find((definition) => definition.name === name);
    if (!found) throw new OperatorError(`No schema in schema/ has ${name} to share.`);
    return found.text;
  };
  const link = find('@link');
  const listSize = `
    @listSize(
      slicingArguments: ["first"]
      sizedFields: ["edges", "nodes"]
      assumedSize: 20
      requireOneSlicingArgument: false
    )`;
  return {
    link,
    shared: SHARED_TYPES.map(find).join('\n\n'),
    listSize: link.includes('"@listSize"') ? listSize : '',
    countCost: link.includes('"@cost"') ? ' @cost(weight: 10)' : '',
  };
}

function nameOf(node: DefinitionNode): string {
  if (node.kind === Kind.SCHEMA_EXTENSION) return '@link';
  return 'name' in node ? (node.name?.value ?? '') : '';
}

function textOf({ loc }: DefinitionNode): string {
  return loc ? loc.source.body.slice(loc.start, loc.end) : '';
}
