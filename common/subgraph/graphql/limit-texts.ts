import {
  defaultFieldResolver,
  type GraphQLArgument,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { refusal } from '../../process/errors/refusals.ts';
import { MAX_ARGUMENT_CHARACTERS, MAX_ID_CHARACTERS } from '../../values/text-limits.ts';

/**
 * Refuses every text argument of a field that is longer than its name allows, before the field's
 * resolver sees it.
 * @throws Error naming an argument whose length nobody has decided
 */
export function limitTexts(schema: GraphQLSchema): GraphQLSchema {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      const limits = field.args.flatMap((argument) => limitOf(argument, `${type}.${field.name}`));
      if (limits.length === 0) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args: Record<string, unknown>, context, info) => {
        for (const limit of limits) assertWithin(limit, args[limit.name]);
        return resolve(source, args, context, info);
      };
    }
  }
  return schema;
}

interface Limit {
  name: string;
  maxCharacters: number;
}

function limitOf({ name, type }: GraphQLArgument, coordinate: string): Limit[] {
  const scalar = getNamedType(type).name;
  if (scalar === 'ID') return [{ name, maxCharacters: MAX_ID_CHARACTERS }];
  if (scalar !== 'String') return [];
  const maxCharacters = MAX_ARGUMENT_CHARACTERS[name];
  if (maxCharacters !== undefined) return [{ name, maxCharacters }];
  throw new Error(`${coordinate}(${name}:) has no greatest length: give it one in text-limits.ts`);
}

/** @throws refusal BAD_USER_INPUT */
function assertWithin({ name, maxCharacters }: Limit, value: unknown): void {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!texts.some((text) => typeof text === 'string' && isLonger(text, maxCharacters))) return;
  throw refusal('BAD_USER_INPUT', `${name} lleva ${maxCharacters} caracteres como máximo.`);
}

/** Counts no more of a text than it must. */
function isLonger(text: string, maxCharacters: number): boolean {
  if (text.length <= maxCharacters) return false;
  return text.length > 2 * maxCharacters || [...text].length > maxCharacters;
}
