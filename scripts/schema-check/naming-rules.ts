import {
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  parse,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import {
  everythingDescribed,
  internalFieldsMarked,
  sharedTypesIdentical,
} from '../../tests/structure/schema-rules.ts';
import type { Rule, SourceFile } from '../../tests/structure/source-files.ts';
import type { CheckFinding } from './finding.ts';
import type { SubgraphFile } from './graph-version.ts';

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
 * A mutation takes one `input: <Mutation>Input!` and gives `<Mutation>Payload!`; the payload of one
 * that clients call has `userErrors: [UserError!]!`.
 */
const mutationShape: Rule = (files) =>
  files.flatMap((file) => {
    const types = new Map(typesOf(file).map((type) => [type.name.value, type]));
    const mutation = types.get('Mutation');
    if (!mutation) return [];
    return fieldsOf(mutation).flatMap((field) => {
      const name = field.name.value;
      const pascal = name.charAt(0).toUpperCase() + name.slice(1);
      const [input, ...others] = argumentsOf(field);
      const isShaped =
        input?.name.value === 'input' &&
        others.length === 0 &&
        textOf(input.type) === `${pascal}Input!` &&
        textOf(field.type) === `${pascal}Payload!`;
      if (!isShaped) {
        return [`${file.path}: shape ${name} as (input: ${pascal}Input!): ${pascal}Payload!`];
      }
      const payload = types.get(`${pascal}Payload`);
      const isPublic = !field.directives?.some(({ name: { value } }) => value === 'inaccessible');
      const userErrors = payload && fieldsOf(payload).find((one) => one.name.value === 'userErrors');
      if (!isPublic || (userErrors && textOf(userErrors.type) === '[UserError!]!')) return [];
      return [`${file.path}: give ${pascal}Payload the field userErrors: [UserError!]!`];
    });
  });

/** Who deprecates something says what to use instead. */
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
};

/** The house rules of names and descriptions, over every subgraph's schema. */
export function namingFindings(subgraphs: readonly SubgraphFile[]): CheckFinding[] {
  return Object.entries(RULES).flatMap(([code, rule]) =>
    rule(subgraphs).map((violation) => {
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

function textOf(type: TypeNode): string {
  switch (type.kind) {
    case 'NamedType':
      return type.name.value;
    case 'NonNullType':
      return `${textOf(type.type)}!`;
    case 'ListType':
      return `[${textOf(type.type)}]`;
  }
}
