import {
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  parse,
  print,
  type TypeDefinitionNode,
} from 'graphql';
import type { CheckFinding } from './finding.ts';
import type { SubgraphFile } from './graph-version.ts';
import type { Rule, SourceFile } from './rule.ts';
import {
  everythingDescribed,
  internalFieldsMarked,
  rootFieldsNullable,
  sharedTypesIdentical,
} from './schema-rules.ts';
import { textsHaveLength } from './text-length-rule.ts';

const PASCAL_CASE = /^[A-Z][A-Za-z0-9]*$/;
const CAMEL_CASE = /^[a-z][A-Za-z0-9]*$/;
const UPPER_CASE = /^[A-Z][A-Z0-9_]*$/;

/** Types are PascalCase, fields and arguments camelCase, enum values UPPER_CASE. */
const casing: Rule = (files) =>
  files.flatMap((file) =>
    typesOf(file).flatMap((type) =>
      wronglyCased(type).map((message) => `${file.path}: ${message}`),
    ),
  );

function wronglyCased(type: TypeDefinitionNode): string[] {
  const name = type.name.value;
  const values = type.kind === 'EnumTypeDefinition' ? (type.values ?? []) : [];
  const fields = fieldsOf(type);
  const args = fields.flatMap((field) =>
    argumentsOf(field).map((arg) => ({ name: arg.name, of: `${name}.${field.name.value}` })),
  );
  return [
    ...(PASCAL_CASE.test(name) ? [] : [`write the type ${name} in PascalCase`]),
    ...fields
      .filter((field) => !CAMEL_CASE.test(field.name.value))
      .map((field) => `write ${name}.${field.name.value} in camelCase`),
    ...args
      .filter((arg) => !CAMEL_CASE.test(arg.name.value))
      .map((arg) => `write ${arg.of}(${arg.name.value}:) in camelCase`),
    ...values
      .filter((value) => !UPPER_CASE.test(value.name.value))
      .map((value) => `write ${name}.${value.name.value} in UPPER_CASE`),
  ];
}

/**
 * A mutation takes one `input: …Input!` and gives a `…Payload`; the payload of one that clients
 * call has `userErrors: [UserError!]!`.
 */
const mutationShape: Rule = (files) =>
  files.flatMap((file) => {
    const types = new Map(typesOf(file).map((type) => [type.name.value, type]));
    const mutation = types.get('Mutation');
    if (!mutation) return [];
    return fieldsOf(mutation)
      .filter((field) => !isWellShaped(field, types))
      .map(
        ({ name: { value } }) =>
          `${file.path}: shape Mutation.${value} as (input: …Input!): …Payload with userErrors`,
      );
  });

function isWellShaped(
  field: FieldDefinitionNode | InputValueDefinitionNode,
  types: ReadonlyMap<string, TypeDefinitionNode>,
): boolean {
  const [input, ...others] = argumentsOf(field);
  if (others.length > 0 || input?.name.value !== 'input') return false;
  const payloadName = print(field.type).replace(/!$/, '');
  if (!print(input.type).endsWith('Input!') || !payloadName.endsWith('Payload')) return false;
  if (field.directives?.some(({ name }) => name.value === 'inaccessible')) return true;
  const payload = types.get(payloadName);
  const errors = payload && fieldsOf(payload).find(({ name }) => name.value === 'userErrors');
  return errors !== undefined && print(errors.type) === '[UserError!]!';
}

/** A deprecation names what to use instead. */
const deprecationReason: Rule = (files) =>
  files.flatMap((file) =>
    [...file.text.matchAll(/@deprecated(?!\s*\(\s*reason\s*:)/g)].map(({ index }) => {
      const line = file.text.slice(0, index).split('\n').length;
      return `${file.path}:${line}: give @deprecated a reason that says what to use instead`;
    }),
  );

const RULES: Readonly<Record<string, Rule>> = {
  CASING: casing,
  MUTATION_SHAPE: mutationShape,
  DEPRECATION_REASON: deprecationReason,
  NOT_DESCRIBED: everythingDescribed,
  SHARED_TYPE_DIFFERS: sharedTypesIdentical,
  INTERNAL_NOT_MARKED: internalFieldsMarked,
  TEXT_LENGTH: textsHaveLength,
  ROOT_NULLABILITY: rootFieldsNullable,
};

/** The house rules of names and descriptions, over every file of the subgraphs' contracts. */
export function namingFindings(subgraphs: readonly SubgraphFile[]): CheckFinding[] {
  const files = new Map(
    subgraphs.flatMap(({ modules }) => modules.map((file) => [file.path, file] as const)),
  );
  return Object.entries(RULES).flatMap(([code, rule]) =>
    rule([...files.values()]).map((violation) => {
      const [subject = ''] = violation.split(/:(?=\s|\d+:)/);
      return { level: 'error' as const, code, subject, message: `${violation}.` };
    }),
  );
}

function typesOf({ text }: SourceFile): TypeDefinitionNode[] {
  return parse(text).definitions.filter((definition) =>
    definition.kind.endsWith('TypeDefinition'),
  ) as TypeDefinitionNode[];
}

function fieldsOf(type: TypeDefinitionNode): (FieldDefinitionNode | InputValueDefinitionNode)[] {
  return 'fields' in type ? [...(type.fields ?? [])] : [];
}

function argumentsOf(
  field: FieldDefinitionNode | InputValueDefinitionNode,
): readonly InputValueDefinitionNode[] {
  return 'arguments' in field ? (field.arguments ?? []) : [];
}
