// Resolvers for every field of a schema that answer, fail or hesitate the same way each time.
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type Random, seededRandom } from '../../faults/seeded-random.ts';
import { objectTypesOf } from './random-query.ts';

const SEED = Symbol('seed');
/** The share of values that are null, whether they may be or not. */
const NULL = 0.06;

/** An answer depends on its place, its arguments and the seed in the context alone. */
export function answerAll(schema: GraphQLSchema): GraphQLSchema {
  for (const type of objectTypesOf(schema)) {
    for (const field of Object.values(type.getFields())) {
      if (isThere(type, field)) continue;
      field.resolve = (source: unknown, args, context) => {
        const at = (source as { [SEED]?: string } | undefined)?.[SEED] ?? String(context);
        const seed = `${at}/${type.name}.${field.name}${JSON.stringify(sorted(args))}`;
        return answer(field.type, { schema, seed, random: seededRandom(hash(seed)) });
      };
    }
  }
  return schema;
}

/**
 * Makes every field and list item wait, with the same outcome. The reference executor leaves
 * promises behind when one item of a list throws at once while others still wait.
 */
export function waitForAll(schema: GraphQLSchema): GraphQLSchema {
  for (const type of objectTypesOf(schema)) {
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = async (...given) => eachWaits(await resolve(...given));
    }
  }
  return schema;
}

function eachWaits(value: unknown): unknown {
  // An object may be an array too: it is no list, and answers by its seed.
  return Array.isArray(value) && !(SEED in value)
    ? value.map(async (item) => eachWaits(await item))
    : value;
}

/** Some fields have no resolver: their value is in the object already. */
function isThere(type: GraphQLNamedType, { name, args }: GraphQLField<unknown, unknown>): boolean {
  return type.name !== 'Query' && args.length === 0 && hash(`${type.name}.${name}`) % 3 === 0;
}

interface Place {
  schema: GraphQLSchema;
  seed: string;
  random: Random;
}

function answer(type: GraphQLOutputType, place: Place): unknown {
  const { random, seed } = place;
  if (random.chance(0.04)) throw new Error(`thrown at ${hash(seed)}`);
  if (random.chance(0.04))
    return later(random, () => Promise.reject(new Error(`late at ${hash(seed)}`)));
  if (random.chance(0.4)) return later(random, () => made(type, place));
  return made(type, place, true);
}

async function later<Value>(random: Random, value: () => Value | Promise<Value>) {
  for (let turns = random.between(0, 3); turns > 0; turns--) await null;
  if (random.chance(0.2)) await new Promise(setImmediate);
  return value();
}

/** @param mayWait a list of what is there already holds no promises */
function made(type: GraphQLOutputType, place: Place, mayWait = false): unknown {
  const { random, seed, schema } = place;
  if (isNonNullType(type)) return made(type.ofType, place, mayWait);
  if (random.chance(NULL)) return null;
  if (random.chance(0.02)) return new Error(`an error for a value at ${hash(seed)}`);
  if (isListType(type)) {
    return Array.from({ length: random.between(0, 4) }, (_, index) => {
      const itemSeed = `${seed}[${index}]`;
      const own = seededRandom(hash(itemSeed));
      const item = made(type.ofType, { schema, seed: itemSeed, random: own }, false);
      if (!mayWait || !own.chance(0.3)) return item;
      if (!own.chance(0.2)) return later(own, () => item);
      return later(own, () => Promise.reject(new Error(`a late item at ${hash(itemSeed)}`)));
    });
  }
  if (isAbstractType(type)) {
    const possible = schema.getPossibleTypes(type);
    return objectOf(random.oneOf(possible), place);
  }
  if (isObjectType(type)) return objectOf(type, place);
  if (isEnumType(type))
    return random.oneOf([...type.getValues().map(({ value }) => value), 'NONE']);
  return scalarOf(type.toString(), random);
}

function objectOf(type: GraphQLObjectType, { schema, seed, random }: Place): object {
  if (random.chance(0.01)) return Object.assign([], { [SEED]: seed });
  const object: object = { __typename: type.name, [SEED]: seed };
  for (const field of Object.values(type.getFields())) {
    if (!isThere(type, field)) continue;
    const below = `${seed}.${field.name}`;
    Object.defineProperty(object, field.name, {
      get: () => made(field.type, { schema, seed: below, random: seededRandom(hash(below)) }),
    });
  }
  return object;
}

function scalarOf(name: string, random: Random): unknown {
  switch (name) {
    case 'Int':
      return random.oneOf([0, 5, 7, '8', 2 ** 40, 1.5]);
    case 'Boolean':
      return random.oneOf([true, false, 0, 'yes']);
    case 'Float':
      return random.oneOf([0.5, 3, Number.NaN]);
    case 'Decimal':
      return random.oneOf([0, 5, 129_990, -1, 1.5, 'text']);
    default:
      return random.oneOf(['text', 'ñ', 5, '', 'toString']);
  }
}

/** Executors give arguments in different orders. */
function sorted(args: object): [string, unknown][] {
  return Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return state;
}
