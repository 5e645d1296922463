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
    const made = new QueryWriter(schema, random).write();
    if (validate(schema, parse(made.query)).length === 0) return made;
  }
  throw new Error('no valid query came out');
}

class QueryWriter {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  /** Of the kind that is compiled. */
  readonly #isPlain: boolean;
  readonly #definitions: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #fragments = new Map<string, { name: string; text: string }[]>();

  constructor(schema: GraphQLSchema, random: Random) {
    this.#schema = schema;
    this.#random = random;
    this.#isPlain = random.chance(0.7);
  }

  write(): RandomQuery {
    const query = this.#schema.getQueryType();
    if (!query) throw new Error('the schema has no queries');
    const selections = this.#selections(query, 0);
    const variables = this.#definitions.length > 0 ? `(${this.#definitions.join(' ')})` : '';
    const fragments = [...this.#fragments.values()].flat().map(({ text }) => text);
    return {
      query: [`query ${variables} ${selections}`, ...fragments].join('\n'),
      variables: this.#variables,
    };
  }

  #selections(type: GraphQLCompositeType, depth: number): string {
    const parts = Array.from({ length: this.#random.between(1, depth === 0 ? 3 : 5) }, () =>
      this.#selection(type, depth),
    );
    return `{ ${parts.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    if (this.#random.chance(0.15) && depth > 0) return `...${this.#inline(type, depth)}`;
    if (this.#random.chance(0.15) && depth > 0) return this.#spread(type, depth);
    const fields = isAbstractType(type) && !('getFields' in type) ? [] : this.#fieldsOf(type);
    const leaves = fields.filter(({ type: of }) => !isCompositeType(getNamedType(of)));
    const [from] = [depth >= MAX_DEPTH ? leaves : fields];
    if (from.length === 0 || this.#random.chance(0.05)) {
      return `${this.#alias(true)}__typename${this.#directives()}`;
    }
    return this.#field(this.#random.oneOf(from), depth);
  }

  #fieldsOf(type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] {
    return 'getFields' in type ? Object.values(type.getFields()) : [];
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? ` ${this.#selections(named, depth + 1)}` : '';
    const hasArguments = field.args.length > 0;
    const name = `${this.#alias(hasArguments)}${field.name}`;
    return `${name}${this.#arguments(field.args)}${this.#directives()}${below}`;
  }

  #alias(isLikely: boolean): string {
    if (!this.#random.chance(isLikely ? 0.5 : 0.2)) return '';
    const name =
      !this.#isPlain && this.#random.chance(0.3)
        ? this.#random.oneOf(ODD_NAMES)
        : `f${this.#random.between(0, 99)}`;
    return `${name}: `;
  }

  #inline(type: GraphQLCompositeType, depth: number): string {
    const on = this.#random.chance(0.5) ? ` on ${this.#narrowed(type).name}` : '';
    const target = on ? this.#schema.getType(on.slice(4)) : type;
    if (!isCompositeType(target)) throw new Error(`no composite type${on}`);
    return `${on}${this.#directives()} ${this.#selections(target, depth)}`;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const known = this.#fragments.get(type.name) ?? [];
    if (known.length > 0 && this.#random.chance(0.6)) {
      return `...${this.#random.oneOf(known).name}${this.#directives()}`;
    }
    const text = this.#selections(type, Math.max(depth, MAX_DEPTH - 2));
    const all = this.#fragments.get(type.name) ?? [];
    const name = `F${all.length}${type.name}`;
    this.#fragments.set(type.name, [
      ...all,
      { name, text: `fragment ${name} on ${type.name} ${text}` },
    ]);
    return `...${name}${this.#directives()}`;
  }

  #narrowed(type: GraphQLCompositeType): GraphQLCompositeType {
    return isAbstractType(type) ? this.#random.oneOf(this.#schema.getPossibleTypes(type)) : type;
  }

  #directives(): string {
    if (this.#isPlain || !this.#random.chance(0.15)) return '';
    const name = this.#random.oneOf(['skip', 'include']);
    const condition = this.#random.chance(0.8)
      ? `$${this.#variable('Boolean!', this.#random.chance(0.5))}`
      : this.#random.chance(0.5);
    return ` @${name}(if: ${condition})`;
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const given = args.flatMap((argument) => {
      const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isRequired && this.#random.chance(0.5)) return [];
      return [`${argument.name}: ${this.#argument(argument.type)}`];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #argument(type: GraphQLInputType): string {
    if (!this.#isPlain && this.#random.chance(0.4)) return literal(this.#value(type), type);
    const name = this.#variable(type.toString(), this.#value(type));
    if (!isNonNullType(type) && this.#random.chance(0.3)) delete this.#variables[name];
    return `$${name}`;
  }

  #variable(type: string, value: unknown): string {
    const name =
      !this.#isPlain && this.#random.chance(0.1) ? 'constructor' : `v${this.#definitions.length}`;
    if (!(`$${name}` in {}) && this.#definitions.some((text) => text.startsWith(`$${name}:`))) {
      return this.#variable(type, value);
    }
    this.#definitions.push(`$${name}: ${type}`);
    this.#variables[name] = value;
    return name;
  }

  /** One that fits the type, as JSON; objects have their required fields and some others. */
  #value(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.#present(type.ofType);
    return this.#random.chance(0.15) ? null : this.#present(type);
  }

  #present(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.#present(type.ofType);
    if (isListType(type)) {
      return Array.from({ length: this.#random.between(0, 3) }, () => this.#value(type.ofType));
    }
    if (isEnumType(type)) return this.#random.oneOf(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || this.#random.chance(0.4),
      );
      return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type)]));
    }
    return this.#scalar(type.name);
  }

  #scalar(name: string): unknown {
    switch (name) {
      case 'Int':
        return this.#random.between(-3, 30);
      case 'Float':
        return this.#random.between(-3, 30) / 4;
      case 'Boolean':
        return this.#random.chance(0.5);
      case 'Decimal':
        return `${this.#random.between(0, 99)}.90`;
      case 'DateTime':
        return `2026-03-0${this.#random.between(1, 9)}T15:04:05Z`;
      case 'Date':
        return `2026-03-0${this.#random.between(1, 9)}`;
      default:
        return this.#random.oneOf(['x', '', 'ñ "quoted" \\ \n', '__proto__', '\u2028`1`']);
    }
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
