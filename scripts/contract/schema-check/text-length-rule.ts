import {
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  type TypeNode,
} from 'graphql';
import { MAX_ARGUMENT_CHARACTERS } from '../../../common/values/text-limits.ts';
import type { Rule } from './rule.ts';

const ANY_LENGTH = /\d (?:characters|digits)\b/;
/** Ids have one greatest length, whatever they are called. */
const TEXT = 'String';

/**
 * Every text that a client may send has a greatest length, and its description says it: an argument
 * that of its name, a field of an input that of what it is kept in.
 */
export const textsHaveLength: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    parse(text).definitions.flatMap((definition) => {
      switch (definition.kind) {
        case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
          if (isInternal(definition)) return [];
          const { name, fields = [] } = definition;
          return fields
            .filter((field) => isText(field.type) && !ANY_LENGTH.test(describe(field)))
            .map((field) => `${path}: say how long ${name.value}.${field.name.value} may be`);
        }
        case Kind.OBJECT_TYPE_DEFINITION: {
          const { name, fields = [] } = definition;
          return fields
            .filter((field) => !isInternal(field))
            .flatMap((field) => wrongArguments(`${name.value}.${field.name.value}`, field))
            .map((message) => `${path}: ${message}`);
        }
        default:
          return [];
      }
    }),
  );

function wrongArguments(coordinate: string, { arguments: args = [] }: FieldDefinitionNode) {
  return args.flatMap((argument) => {
    if (!isText(argument.type)) return [];
    const name = argument.name.value;
    const longest = MAX_ARGUMENT_CHARACTERS[name];
    if (longest === undefined) {
      return [`give ${coordinate}(${name}:) a greatest length in common/values/text-limits.ts`];
    }
    const words = `${longest.toLocaleString('en-US')} characters`;
    if (describe(argument).includes(words)) return [];
    return [`say "${words}" in the description of ${coordinate}(${name}:)`];
  });
}

function describe({ description }: InputValueDefinitionNode): string {
  return description?.value ?? '';
}

function isText(type: TypeNode): boolean {
  return type.kind === Kind.NAMED_TYPE ? type.name.value === TEXT : isText(type.type);
}

type Marked = Pick<FieldDefinitionNode, 'directives'>;

function isInternal({ directives = [] }: Marked): boolean {
  return directives.some(({ name }) => name.value === 'inaccessible');
}
