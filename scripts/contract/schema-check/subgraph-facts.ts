import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  print,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import type { SubgraphFile } from './graph-version.ts';

/** One part of a subgraph's schema: a type, field, argument, input field or enum value. */
export interface SchemaElement {
  subgraph: string;
  /** `Type`, `Type.field` or `Type.field(argument:)`. */
  coordinate: string;
  directives: readonly ConstDirectiveNode[];
  /** A field of an object or interface, that some subgraph must resolve. */
  isField: boolean;
}

type TypeNode = TypeDefinitionNode | TypeExtensionNode;

/** Every part of a subgraph's schema, extensions of types included. */
export function elementsOf({ name, document }: SubgraphFile): SchemaElement[] {
  return document.definitions.filter(isType).flatMap((type) => elementsOfType(name, type));
}

function isType(definition: DefinitionNode): definition is TypeNode {
  return /Type(Definition|Extension)$/.test(definition.kind);
}

function elementsOfType(subgraph: string, type: TypeNode): SchemaElement[] {
  const typeName = type.name.value;
  const hasFields = /^(Object|Interface)/.test(type.kind);
  const members = [
    ...('fields' in type ? (type.fields ?? []) : []),
    ...('values' in type ? (type.values ?? []) : []),
  ];
  return [
    { subgraph, coordinate: typeName, directives: type.directives ?? [], isField: false },
    ...members.flatMap((member) => {
      const coordinate = `${typeName}.${member.name.value}`;
      const own = { subgraph, coordinate, directives: member.directives ?? [], isField: hasFields };
      return [own, ...argumentElements(subgraph, coordinate, member)];
    }),
  ];
}

function argumentElements(subgraph: string, coordinate: string, member: object): SchemaElement[] {
  const args = (member as Partial<FieldDefinitionNode>).arguments ?? [];
  return args.map((argument: InputValueDefinitionNode) => ({
    subgraph,
    coordinate: `${coordinate}(${argument.name.value}:)`,
    directives: argument.directives ?? [],
    isField: false,
  }));
}

/** True when the element carries the directive. */
export function has({ directives }: Pick<SchemaElement, 'directives'>, name: string): boolean {
  return directives.some((directive) => directive.name.value === name);
}

/** The uses of one directive on an element, printed. */
export function usesOf({ directives }: SchemaElement, name: string): string[] {
  return directives.filter((directive) => directive.name.value === name).map(print);
}

/** The value of a string argument of a directive. */
export function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === 'StringValue' ? value.value : undefined;
}

/** A way to fetch an entity from a subgraph. */
export interface EntityKey {
  subgraph: string;
  type: string;
  /** The field set with single spaces, such as `id` or `seller { id }`. */
  fields: string;
}

/** The keys by which a router may ask this subgraph for entities. */
export function resolvableKeysOf(subgraph: SubgraphFile): EntityKey[] {
  return elementsOf(subgraph).flatMap(({ coordinate, directives }) =>
    directives
      .filter((directive) => directive.name.value === 'key' && isResolvable(directive))
      .map((directive) => ({
        subgraph: subgraph.name,
        type: coordinate,
        fields: normalized(textArgument(directive, 'fields') ?? ''),
      })),
  );
}

function isResolvable({ arguments: given = [] }: ConstDirectiveNode): boolean {
  return !given.some(
    ({ name, value }) =>
      name.value === 'resolvable' && value.kind === 'BooleanValue' && !value.value,
  );
}

function normalized(fieldSet: string): string {
  return fieldSet.replaceAll(/[\s,]+/g, ' ').trim();
}
