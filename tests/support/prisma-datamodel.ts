// The tables of a Prisma schema, as one line of text per fact.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPrismaSchema, runPrisma } from '../../scripts/contract/generate/prisma-client.ts';

interface Field {
  name: string;
  kind: 'scalar' | 'enum' | 'object';
  type: string;
  isRequired: boolean;
  nativeType: readonly [string, readonly string[]] | null;
  default?: unknown;
  relationFromFields?: readonly string[];
  relationToFields?: readonly string[];
  relationOnDelete?: string;
  relationOnUpdate?: string;
}

interface Datamodel {
  enums: readonly { name: string; values: readonly { name: string }[] }[];
  models: readonly { name: string; fields: readonly Field[] }[];
  indexes: readonly {
    model: string;
    type: 'id' | 'unique' | 'normal';
    fields: readonly { name: string }[];
  }[];
}

/** Lets Prisma itself read a subgraph's schema. Its own parser needs no engine and no network. */
export function readDatamodel(subgraph: string): Datamodel {
  const directory = mkdtempSync(join(tmpdir(), 'datamodel-'));
  try {
    const file = join(directory, 'datamodel.json');
    const generator = join(import.meta.dirname, 'datamodel-generator.mjs');
    const provider = JSON.stringify(`"${process.execPath}" "${generator}"`);
    const schema = readPrismaSchema(subgraph).replace(
      /generator \w+ \{[^}]*\}/,
      `generator datamodel {\n  provider = ${provider}\n}`,
    );
    writeFileSync(join(directory, 'schema.prisma'), schema);
    runPrisma(['generate', '--schema', join(directory, 'schema.prisma')], { DATAMODEL_FILE: file });
    return JSON.parse(readFileSync(file, 'utf8')) as Datamodel;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The facts that a database made from this schema must show, sorted. */
export function describeDatamodel({ enums, models, indexes }: Datamodel): string[] {
  const valuesByEnum = new Map(enums.map((entry) => [entry.name, entry.values]));
  const sqlType = (field: Field): string => {
    const values = valuesByEnum.get(field.type);
    return values === undefined
      ? scalarSqlType(field)
      : `enum(${values.map(({ name }) => `'${name}'`).join(',')})`;
  };
  const columns = models.flatMap(({ name: model, fields }) =>
    fields
      .filter(({ kind }) => kind !== 'object')
      .map((field) => {
        const nullability = field.isRequired ? 'not null' : 'null';
        return `${model}.${field.name} ${sqlType(field)} ${nullability}${defaultText(field)}`;
      }),
  );
  const keys = indexes.map(({ model, type, fields }) => {
    const kind = { id: 'primary key', unique: 'unique index', normal: 'index' }[type];
    return `${model} ${kind} (${fields.map(({ name }) => name).join(', ')})`;
  });
  const references = models.flatMap(({ name: model, fields }) =>
    fields
      .filter(({ relationFromFields: from }) => from?.length)
      .map((field) => {
        const from = field.relationFromFields?.join(', ');
        const to = `${field.type}(${field.relationToFields?.join(', ')})`;
        const rules = `delete ${field.relationOnDelete}, update ${field.relationOnUpdate}`;
        return `${model} reference (${from}) to ${to} ${rules.toLowerCase()}`;
      }),
  );
  return [...columns, ...keys, ...references].sort();
}

function scalarSqlType({ type, nativeType }: Field): string {
  if (nativeType !== null) {
    const [name, args] = nativeType;
    return args.length === 0 ? name.toLowerCase() : `${name.toLowerCase()}(${args.join(',')})`;
  }
  const sqlTypeByScalar: Readonly<Record<string, string>> = {
    Int: 'int',
    BigInt: 'bigint',
    Boolean: 'tinyint(1)',
    Json: 'json',
    String: 'varchar(191)',
    DateTime: 'datetime(3)',
  };
  const sqlType = sqlTypeByScalar[type];
  if (sqlType === undefined) throw new Error(`no SQL type is known for ${type}`);
  return sqlType;
}

function defaultText({ default: value }: Field): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return ` default ${value ? 1 : 0}`;
  if (typeof value !== 'object' || value === null) return ` default ${value}`;
  if (!('name' in value)) throw new Error(`unknown default ${JSON.stringify(value)}`);
  if (value.name === 'autoincrement') return ' auto_increment';
  if (value.name === 'now') return ' default current_timestamp(3)';
  // uuid(), cuid() and their like are made by the client.
  return '';
}
