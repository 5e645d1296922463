// Rows are typed by the Prisma schema, and every column that a statement names is in it.
import type { Rule, SourceFile } from '../../scripts/contract/schema-check/rule.ts';
import { isTest, matchingLines } from './source-files.ts';

const STORE = /^(?:subgraphs|common\/subgraph)\/.*-store\.ts$/;
/** All that reads rows in a running system. */
const READS_ROWS = /^(?:subgraphs|common\/subgraph|scripts\/operate)\//;
/** The one place that gives rows their type. */
const TYPES_ROWS = 'common/subgraph/database/table.ts';

const CLAIM = /\bclaimed[<(]/;
/** `as SomeRow[]`, `as { id: number }[]`; lists of column names or of nothing known are none. */
const CAST = /\bas (?:readonly )?(?:(?!unknown\b)\w+|\{[^}]*\}|\((?!keyof)[^)]*\))\[\]/;
const SELECT_TEXT = /['"`]\s*\(?SELECT\s/;

/** Statements that give rows are built from columns; nothing types a row by hand. */
export const rowsAreTyped: Rule = (files) =>
  files
    .filter((file) => READS_ROWS.test(file.path) && file.path !== TYPES_ROWS && !isTest(file))
    .flatMap((file) => [
      ...matchingLines(file, CLAIM, 'claims the type of rows: select columns of a table'),
      ...matchingLines(file, CAST, 'casts rows: select columns of a table'),
      ...(STORE.test(file.path)
        ? matchingLines(file, SELECT_TEXT, 'selects by a text: use select or selectFields')
        : []),
    ]);

/** The driver's rows hold a boolean for every TINYINT. */
export const tinyIntsAreBooleans: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('/schema.prisma'))
    .flatMap((file) =>
      matchingLines(file, /@db\.(?:Unsigned)?TinyInt\b/, 'is no boolean: take SmallInt or Boolean'),
    );

const MIGRATION = /^prisma\/.*\/migration\.sql$/;
const MORE_THAN_TABLES = /\bCREATE\b[^`]*\b(?:TRIGGER|VIEW|PROCEDURE|FUNCTION|EVENT|SEQUENCE)\b/i;

/** A backup has tables and their rows, which a user who may only read can dump. */
export const migrationsMakeTables: Rule = (files) =>
  files
    .filter(({ path }) => MIGRATION.test(path))
    .flatMap((file) =>
      matchingLines(
        file,
        MORE_THAN_TABLES,
        'makes what no backup has: teach that to npm run backup',
      ),
    );

interface Model {
  name: string;
  subgraph: string;
  columns: Set<string>;
}

const MODEL = /^model (\w+) \{\n([\s\S]*?)^\}/gm;
const FIELD = /^ {2}(\w+) +(\w+)/gm;

function modelsOf(files: readonly SourceFile[]): Model[] {
  const schemas = files.filter(({ path }) => path.endsWith('/schema.prisma'));
  return schemas.flatMap(({ path, text }) => {
    const blocks = [...text.matchAll(MODEL)].map(([, name = '', body = '']) => ({ name, body }));
    const names = new Set(blocks.map(({ name }) => name));
    return blocks.map(({ name, body }) => {
      const fields = [...body.matchAll(FIELD)].filter(([, , type = '']) => !names.has(type));
      const columns = new Set(fields.map(([, field = '']) => field));
      return { name, subgraph: path.split('/')[1] ?? '', columns };
    });
  });
}

const INTERFACE = /^(?:export )?interface (\w+) \{\n([\s\S]*?)^\}/gm;
const PROPERTY = /^ {2}(?:readonly )?(\w+)\??:/gm;
const MIN_COLUMNS = 3;

/** A row is described once, by the Prisma schema: a store picks from it. */
export const rowsAreDescribedOnce: Rule = (files) => {
  const models = modelsOf(files);
  return files
    .filter(({ path }) => /^subgraphs\/.*-store\.ts$|^scripts\/operate\/.*\.ts$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(INTERFACE)].flatMap(([, name = '', body = '']) => {
        const properties = [...body.matchAll(PROPERTY)].map(([, property = '']) => property);
        if (properties.length < MIN_COLUMNS) return [];
        const model = models.find(({ columns }) => properties.every((one) => columns.has(one)));
        return model ? [`${path} repeats columns of ${model.name} in ${name}: pick them`] : [];
      }),
    );
};

/** Statements of operators' commands, whose rows are made by these very texts. */
const OPERATE = /^scripts\/operate\/(?:verify\/.*-checks|rebuild-stock\/.*)\.ts$/;
const TEXT = /`(?:\\[\s\S]|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
const COMMENT = /^\s*(?:\/\/|\/?\*).*$/gm;
/** Words that tell a piece of SQL from other texts of these files. */
const SQL = new RegExp(
  [
    String.raw`\b(?:SELECT|FROM|WHERE|JOIN|INSERT INTO|UPDATE|VALUES|ORDER BY|GROUP BY)\b`,
    String.raw`\b\w+ (?:=|<|>|<=|>=|<>|<=>|LIKE|IN) (?:\?|\(|NOW)`,
    String.raw`\b(?:SUM|COUNT|MIN|MAX|COALESCE|CONCAT)\(`,
  ].join('|'),
);
const SQL_TEXT = /'(?:''|[^'])*'/g;
const INSERTED = /\$\{[^}]*(?:\}|$)/g;
/** A character set. */
const NO_COLUMN = 'utf8mb4';

/**
 * Every column and table that a statement names is in the Prisma schema: of the tables that its
 * text names, or else of those that its file speaks of.
 */
export const columnsAreInSchema: Rule = (files) => {
  const models = modelsOf(files);
  return files
    .filter(({ path }) => STORE.test(path) || OPERATE.test(path))
    .filter((file) => !isTest(file))
    .flatMap((file) => unknownNames(file, models));
};

function unknownNames({ path, text }: SourceFile, models: readonly Model[]): string[] {
  const subgraph = /^subgraphs\/(\w+)\//.exec(path)?.[1];
  const own = models.filter((model) => subgraph === undefined || model.subgraph === subgraph);
  const mentioned = own.filter(({ name }) => mentions(text, name));
  const aliases = aliasesOf(text);
  const unknown = piecesOf(text).flatMap(({ sql, isExpression }) => {
    const names = namesIn(sql);
    const named = own.filter(({ name }) => names.some((one) => one.name === name));
    // An expression, and a select that is put in from elsewhere, may be of any table.
    const isWhole = named.length > 0 && !isExpression && !sql.includes('(${');
    const tables = isWhole ? named : mentioned;
    const fields = isExpression || WRITE.test(sql) ? new Set() : aliases.fields;
    const isKnown = ({ of, name }: { of: string | null; name: string }) => {
      const table = of === null ? undefined : tableCalled(of, sql, own);
      if (table) return table.columns.has(name);
      const isName = aliases.names.has(name) || fields.has(name) || name === NO_COLUMN;
      return isName || own.some((model) => model.name === name) || inAny(tables, name);
    };
    return names.filter((one) => !isKnown(one)).map(({ name }) => name);
  });
  return [...new Set(unknown)].map(
    (name) => `${path} names "${name}", which the Prisma schema has not: correct the statement`,
  );
}

function inAny(tables: readonly Model[], column: string): boolean {
  return tables.some(({ columns }) => columns.has(column));
}

/** The table that a statement means by `item` in `item.quantity`. */
function tableCalled(name: string, sql: string, models: readonly Model[]): Model | undefined {
  const real = new RegExp(`\\b(?:FROM|JOIN) (\\w+) ${name}\\b`).exec(sql)?.[1] ?? name;
  return models.find((model) => model.name === real);
}

const EXPRESSION = /\b(?:numeric|text|instant)\(\s*$/;
const WRITE = /^\s*(?:INSERT|UPDATE|DELETE)\b/;

/** The texts that are SQL. An expression is what a select computes, and knows no field's name. */
function piecesOf(text: string): { sql: string; isExpression: boolean }[] {
  const code = text.replaceAll(COMMENT, '');
  return [...code.matchAll(TEXT)]
    .map((match) => ({
      sql: match[0].slice(1, -1),
      isExpression: EXPRESSION.test(code.slice(0, match.index)),
    }))
    .filter(({ sql, isExpression }) => isExpression || SQL.test(sql));
}

/** By its name, or by the constant of a subgraph's tables.ts. */
function mentions(text: string, model: string): boolean {
  const constant = model.replaceAll(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase();
  return new RegExp(`\\b(?:${model}|${constant})\\b`).test(text);
}

/** Keywords and functions are in capitals. */
function namesIn(sql: string): { of: string | null; name: string }[] {
  const plain = sql.replaceAll(INSERTED, ' ').replaceAll(SQL_TEXT, ' ');
  return [...plain.matchAll(/(?:([A-Za-z_]\w*)\.)?([A-Za-z_]\w*)/g)]
    .map(([, of = null, name = '']) => ({ of, name }))
    .filter(({ name }) => /[a-z]/.test(name));
}

const NAME = /\bAS (\w+)|(?:\b(?:FROM|JOIN) \w+|\)) ([a-z]\w*)\b/g;
const FIELD_NAME = /\b(\w+): (?:column|numeric|text|instant|orNull)\(/g;

/** Names that statements give: `AS name` and short names of tables; fields of a select. */
function aliasesOf(text: string): { names: Set<string>; fields: Set<string> } {
  const names = [...text.matchAll(NAME)].flatMap(([, as, short]) => as ?? short ?? []);
  const fields = [...text.matchAll(FIELD_NAME)].map(([, field = '']) => field);
  return { names: new Set(names), fields: new Set(fields) };
}
