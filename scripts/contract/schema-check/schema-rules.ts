import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  parse,
  print,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { Rule, SourceFile, Violation } from './rule.ts';

const ROOT_TYPES = new Set(['Query', 'Mutation']);

/** Every definition that clients or services see says what it is: the schema is the manual. */
export const everythingDescribed: Rule = (files) =>
  files.flatMap((file) =>
    typesOf(file)
      .flatMap(describable)
      .filter(({ description }) => !description)
      .map(({ coordinate }) => `${file.path}: describe ${coordinate}`),
  );

interface Describable {
  coordinate: string;
  description: string | undefined;
}

function describable(type: TypeDefinitionNode): Describable[] {
  const name = type.name.value;
  const parts = [...fieldsOf(type), ...('values' in type ? (type.values ?? []) : [])];
  const own = { coordinate: name, description: type.description?.value };
  return [
    ...(ROOT_TYPES.has(name) ? [] : [own]),
    ...parts.flatMap((part) => {
      const coordinate = `${name}.${part.name.value}`;
      const self = { coordinate, description: part.description?.value };
      return [
        self,
        ...argumentsOf(part).flatMap((arg) => describableArgument(name, coordinate, arg)),
      ];
    }),
  ];
}

/** A mutation's one argument is described by its type. */
function describableArgument(
  owner: string,
  coordinate: string,
  { name, description }: InputValueDefinitionNode,
): Describable[] {
  if (owner === 'Mutation' && name.value === 'input') return [];
  return [{ coordinate: `${coordinate}(${name.value}:)`, description: description?.value }];
}

/**
 * A type that several subgraphs define is the same text in each; entities and root types are not.
 */
export const sharedTypesIdentical: Rule = (files) => {
  const firstByName = new Map<string, { path: string; text: string }>();
  const violations: Violation[] = [];
  for (const file of files) {
    for (const type of typesOf(file)) {
      const name = type.name.value;
      if (ROOT_TYPES.has(name) || has(type, 'key')) continue;
      const text = print(type);
      const first = firstByName.get(name);
      if (!first) firstByName.set(name, { path: file.path, text });
      else if (first.text !== text) {
        violations.push(`${file.path}: write ${name} exactly as in ${first.path}`);
      }
    }
  }
  return violations;
};

/** `enum ErrorCode` lists exactly the codes of the registry, in its order. */
export function errorCodesListed(registry: readonly string[]): Rule {
  return (files) =>
    files.flatMap((file) => {
      const type = typesOf(file).find(({ name }) => name.value === 'ErrorCode');
      const listed = ((type as EnumTypeDefinitionNode | undefined)?.values ?? []).map(
        ({ name }) => name.value,
      );
      if (listed.join() === registry.join()) return [];
      const missing = registry.filter((code) => !listed.includes(code));
      const unknown = listed.filter((code) => !registry.includes(code));
      const [lacks, extra] = [missing, unknown].map((codes) => codes.join(', ') || 'none');
      return [
        `${file.path}: list the registry in ErrorCode, in its order: lacks ${lacks}, unknown ${extra}`,
      ];
    });
}

/**
 * A field for services carries both @inaccessible and @tag(name: "internal"), and so does every
 * type that only such fields use.
 */
export const internalFieldsMarked: Rule = (files) =>
  files.flatMap((file) => {
    const types = new Map(typesOf(file).map((type) => [type.name.value, type]));
    const rootFields = [...ROOT_TYPES].flatMap((root) => {
      const type = types.get(root);
      return type ? fieldsOf(type).map((field) => ({ root, field })) : [];
    });
    const internal = rootFields.filter(({ field }) => isInternalInPart(field));
    const publicTypes = reachable(
      types,
      rootFields
        .filter(({ field }) => !isInternalInPart(field))
        .flatMap(({ field }) => usedBy(field)),
    );
    const internalTypes = reachable(
      types,
      internal.flatMap(({ field }) => usedBy(field)),
    );
    const halfMarked = internal
      .filter(({ field }) => !isInternal(field))
      .map(({ root, field }) => `${root}.${field.name.value}`);
    const unmarked = [...internalTypes].filter((name) => {
      const type = types.get(name);
      return type && !publicTypes.has(name) && !isInternal(type);
    });
    return [...halfMarked, ...unmarked].map(
      (name) => `${file.path}: mark ${name} @inaccessible @tag(name: "internal")`,
    );
  });

/**
 * A root field of clients may be null: when one service is away, the answer of the others stands.
 * An internal one may not: its caller needs an error, never a null.
 */
export const rootFieldsNullable: Rule = (files) =>
  files.flatMap((file) =>
    typesOf(file)
      .filter(({ name }) => ROOT_TYPES.has(name.value))
      .flatMap((root) =>
        fieldsOf(root)
          .filter((field) => isInternalInPart(field) !== (field.type.kind === 'NonNullType'))
          .map(({ name }) => `${root.name.value}.${name.value}`),
      )
      .map((coordinate) => `${file.path}: write the type of ${coordinate} with ! only if internal`),
  );

type Types = ReadonlyMap<string, TypeDefinitionNode>;

/** The types that a use of these leads to. */
function reachable(types: Types, start: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const open = [...start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const type = types.get(name);
    if (!type || reached.has(name)) continue;
    reached.add(name);
    open.push(...fieldsOf(type).flatMap(usedBy), ...implementersOf(types, name));
  }
  return reached;
}

function implementersOf(types: Types, name: string): string[] {
  return [...types.values()]
    .filter(
      (type) => 'interfaces' in type && type.interfaces?.some((one) => one.name.value === name),
    )
    .map((type) => type.name.value);
}

function usedBy(field: FieldDefinitionNode | InputValueDefinitionNode): string[] {
  return [typeName(field.type), ...argumentsOf(field).map(({ type }) => typeName(type))];
}

function typeName(type: TypeNode): string {
  return type.kind === 'NamedType' ? type.name.value : typeName(type.type);
}

type Marked = { directives?: readonly ConstDirectiveNode[] | undefined };

function isInternal(node: Marked): boolean {
  return has(node, 'inaccessible') && isTaggedInternal(node);
}

function isInternalInPart(node: Marked): boolean {
  return has(node, 'inaccessible') || isTaggedInternal(node);
}

function isTaggedInternal({ directives = [] }: Marked): boolean {
  return directives.some((directive) => print(directive) === '@tag(name: "internal")');
}

function has({ directives = [] }: Marked, name: string): boolean {
  return directives.some((directive) => directive.name.value === name);
}

function typesOf({ text }: SourceFile): TypeDefinitionNode[] {
  return parse(text).definitions.filter(isType);
}

function isType(definition: DefinitionNode): definition is TypeDefinitionNode {
  return definition.kind.endsWith('TypeDefinition');
}

function fieldsOf(type: TypeDefinitionNode): (FieldDefinitionNode | InputValueDefinitionNode)[] {
  return 'fields' in type ? [...(type.fields ?? [])] : [];
}

function argumentsOf(part: object): readonly InputValueDefinitionNode[] {
  return 'arguments' in part ? ((part.arguments ?? []) as InputValueDefinitionNode[]) : [];
}
