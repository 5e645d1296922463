// Random valid queries over a schema, the same for the same seed.
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { Random } from '../../faults/seeded-random.ts';

export interface RandomQuery {
  query: string;
  variables: Record<string, unknown>;
}

/** Names that mean something in JavaScript, or in the code that queries are compiled to. */
const ODD_NAMES = [
  'constructor',
  'toString',
  'hasOwnProperty',
  'class',
  'await',
  'idx0',
  'resultArray',
  'undefined',
  '__context',
  '__parent',
  'b_a',
  'nodes_items',
  'a',
];
const MAX_DEPTH = 5;
const MAX_TRIES = 50;

/** @throws Error when no valid query comes out */
export function randomQuery(schema: GraphQLSchema, random: Random): RandomQuery {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const made = writeQuery({
      schema,
      random,
      isPlain: random.chance(0.7),
      definitions: [],
      variables: {},
      fragments: new Map(),
    });
    if (validate(schema, parse(made.query)).length === 0) return made;
  }
  throw new Error('no valid query came out');
}

/** A query under way. */
interface Draft {
  schema: GraphQLSchema;
  random: Random;
  /** Of the kind that is compiled. */
  isPlain: boolean;
  /** Of its variables. */
  definitions: string[];
  variables: Record<string, unknown>;
  fragments: Map<string, { name: string; text: string }[]>;
}

function writeQuery(draft: Draft): RandomQuery {
  const query = draft.schema.getQueryType();
  if (!query) throw new Error('the schema has no queries');
  const selections = writeSelections(draft, query, 0);
  const variables = draft.definitions.length > 0 ? `(${draft.definitions.join(' ')})` : '';
  const fragments = [...draft.fragments.values()].flat().map(({ text }) => text);
  return {
    query: [`query ${variables} ${selections}`, ...fragments].join('\n'),
    variables: draft.variables,
  };
}

function writeSelections(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const parts = Array.from({ length: draft.random.between(1, depth === 0 ? 3 : 5) }, () =>
    writeSelection(draft, type, depth),
  );
  return `{ ${parts.join(' ')} }`;
}

function writeSelection(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  if (draft.random.chance(0.15) && depth > 0) return `...${writeInline(draft, type, depth)}`;
  if (draft.random.chance(0.15) && depth > 0) return writeSpread(draft, type, depth);
  const fields = isAbstractType(type) && !('getFields' in type) ? [] : fieldsOf(type);
  const leaves = fields.filter(({ type: of }) => !isCompositeType(getNamedType(of)));
  const [from] = [depth >= MAX_DEPTH ? leaves : fields];
  if (from.length === 0 || draft.random.chance(0.05)) {
    return `${writeAlias(draft, true)}__typename${writeDirectives(draft)}`;
  }
  return writeField(draft, draft.random.oneOf(from), depth);
}

function fieldsOf(type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] {
  return 'getFields' in type ? Object.values(type.getFields()) : [];
}

function writeField(draft: Draft, field: GraphQLField<unknown, unknown>, depth: number): string {
  const named = getNamedType(field.type);
  const below = isCompositeType(named) ? ` ${writeSelections(draft, named, depth + 1)}` : '';
  const hasArguments = field.args.length > 0;
  const name = `${writeAlias(draft, hasArguments)}${field.name}`;
  return `${name}${writeArguments(draft, field.args)}${writeDirectives(draft)}${below}`;
}

function writeAlias(draft: Draft, isLikely: boolean): string {
  if (!draft.random.chance(isLikely ? 0.5 : 0.2)) return '';
  const name =
    !draft.isPlain && draft.random.chance(0.3)
      ? draft.random.oneOf(ODD_NAMES)
      : `f${draft.random.between(0, 99)}`;
  return `${name}: `;
}

function writeInline(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const on = draft.random.chance(0.5) ? ` on ${narrowed(draft, type).name}` : '';
  const target = on ? draft.schema.getType(on.slice(4)) : type;
  if (!isCompositeType(target)) throw new Error(`no composite type${on}`);
  return `${on}${writeDirectives(draft)} ${writeSelections(draft, target, depth)}`;
}

function writeSpread(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const known = draft.fragments.get(type.name) ?? [];
  if (known.length > 0 && draft.random.chance(0.6)) {
    return `...${draft.random.oneOf(known).name}${writeDirectives(draft)}`;
  }
  const text = writeSelections(draft, type, Math.max(depth, MAX_DEPTH - 2));
  const all = draft.fragments.get(type.name) ?? [];
  const name = `F${all.length}${type.name}`;
  draft.fragments.set(type.name, [
    ...all,
    { name, text: `fragment ${name} on ${type.name} ${text}` },
  ]);
  return `...${name}${writeDirectives(draft)}`;
}

function narrowed(draft: Draft, type: GraphQLCompositeType): GraphQLCompositeType {
  return isAbstractType(type) ? draft.random.oneOf(draft.schema.getPossibleTypes(type)) : type;
}

function writeDirectives(draft: Draft): string {
  if (draft.isPlain || !draft.random.chance(0.15)) return '';
  const name = draft.random.oneOf(['skip', 'include']);
  const condition = draft.random.chance(0.8)
    ? `$${writeVariable(draft, 'Boolean!', draft.random.chance(0.5))}`
    : draft.random.chance(0.5);
  return ` @${name}(if: ${condition})`;
}

function writeArguments(draft: Draft, args: readonly GraphQLArgument[]): string {
  const given = args.flatMap((argument) => {
    const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
    if (!isRequired && draft.random.chance(0.5)) return [];
    return [`${argument.name}: ${writeArgument(draft, argument.type)}`];
  });
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

function writeArgument(draft: Draft, type: GraphQLInputType): string {
  if (!draft.isPlain && draft.random.chance(0.4)) return literal(valueFor(draft, type), type);
  const name = writeVariable(draft, type.toString(), valueFor(draft, type));
  if (!isNonNullType(type) && draft.random.chance(0.3)) delete draft.variables[name];
  return `$${name}`;
}

function writeVariable(draft: Draft, type: string, value: unknown): string {
  const name =
    !draft.isPlain && draft.random.chance(0.1) ? 'constructor' : `v${draft.definitions.length}`;
  if (!(`$${name}` in {}) && draft.definitions.some((text) => text.startsWith(`$${name}:`))) {
    return writeVariable(draft, type, value);
  }
  draft.definitions.push(`$${name}: ${type}`);
  draft.variables[name] = value;
  return name;
}

/** One that fits the type, as JSON; objects have their required fields and some others. */
function valueFor(draft: Draft, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return presentValue(draft, type.ofType);
  return draft.random.chance(0.15) ? null : presentValue(draft, type);
}

function presentValue(draft: Draft, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return presentValue(draft, type.ofType);
  if (isListType(type)) {
    return Array.from({ length: draft.random.between(0, 3) }, () => valueFor(draft, type.ofType));
  }
  if (isEnumType(type)) return draft.random.oneOf(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || draft.random.chance(0.4),
    );
    return Object.fromEntries(fields.map((field) => [field.name, valueFor(draft, field.type)]));
  }
  return scalarValue(draft, type.name);
}

function scalarValue(draft: Draft, name: string): unknown {
  switch (name) {
    case 'Int':
      return draft.random.between(-3, 30);
    case 'Float':
      return draft.random.between(-3, 30) / 4;
    case 'Boolean':
      return draft.random.chance(0.5);
    case 'Decimal':
      return `${draft.random.between(0, 99)}.90`;
    case 'DateTime':
      return `2026-03-0${draft.random.between(1, 9)}T15:04:05Z`;
    case 'Date':
      return `2026-03-0${draft.random.between(1, 9)}`;
    default:
      return draft.random.oneOf(['x', '', 'ñ "quoted" \\ \n', '__proto__', '\u2028`1`']);
  }
}

/** A JSON value as a literal of the query language. */
function literal(value: unknown, type: GraphQLInputType): string {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (Array.isArray(value) && isListType(inner)) {
    return `[${value.map((item: unknown) => literal(item, inner.ofType)).join(', ')}]`;
  }
  if (isEnumType(inner)) return String(value);
  if (value !== null && typeof value === 'object' && isInputObjectType(inner)) {
    const fields = inner.getFields();
    const parts = Object.entries(value).map(
      ([name, part]) => `${name}: ${literal(part, fields[name]!.type)}`,
    );
    return `{${parts.join(', ')}}`;
  }
  return JSON.stringify(value);
}

export function objectTypesOf(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
}
