import {
  type ConstDirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { ClientOperation, SubgraphFile } from './graph-version.ts';
import { elementsOf } from './subgraph-facts.ts';

/** Entries of a list that nothing bounds. */
const ASSUMED_LIST_SIZE = 10;
/** The argument that bounds a list where the schema has no `@listSize`. */
const PAGE_SIZE_ARGUMENT = 'first';
/** What one request to a subgraph weighs, in objects. */
export const FETCH_COST = 10;

/** What the schema itself says about cost, by coordinate. */
export type CostDirectives = ReadonlyMap<string, readonly ConstDirectiveNode[]>;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly directives: CostDirectives;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly defaults: ReadonlyMap<string, ValueNode>;
}

/** Collects `@cost` and `@listSize` of every subgraph. */
export function costDirectives(subgraphs: readonly SubgraphFile[]): CostDirectives {
  const byCoordinate = new Map<string, ConstDirectiveNode[]>();
  for (const { coordinate, directives } of subgraphs.flatMap(elementsOf)) {
    const own = directives.filter(({ name }) => ['cost', 'listSize'].includes(name.value));
    if (own.length > 0) {
      byCoordinate.set(coordinate, [...(byCoordinate.get(coordinate) ?? []), ...own]);
    }
  }
  return byCoordinate;
}

/**
 * Estimates how many objects an operation can bring: every object counts 1 or its `@cost`, times
 * the sizes of the lists around it. The size of a list is its page size (from `@listSize`, else
 * from `first`), else 10; of alternatives all are counted. It serves to compare, not to predict.
 */
export function operationCost(
  schema: GraphQLSchema,
  directives: CostDirectives,
  { name, document }: ClientOperation,
): number {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const operation = document.definitions.find(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name,
  );
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no operation ${name}`);
  const root = schema.getRootType(operation.operation);
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, defaultValue] as const] : [],
  );
  const walk: Walk = {
    schema,
    directives,
    fragments: new Map(
      (fragments as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]),
    ),
    defaults: new Map(defaults),
  };
  return costOfSelections(walk, operation.selectionSet, { type: root?.name ?? '', sized: null });
}

/** Where selections stand; `sized` is the page size for the lists of a connection. */
interface Position {
  readonly type: string;
  readonly sized: { readonly size: number; readonly fields: readonly string[] | null } | null;
}

function costOfSelections(walk: Walk, set: SelectionSetNode, position: Position): number {
  return set.selections.reduce(
    (sum, selection) => sum + costOfSelection(walk, selection, position),
    0,
  );
}

function costOfSelection(walk: Walk, selection: SelectionNode, position: Position): number {
  if (selection.kind === Kind.FIELD) return costOfField(walk, selection, position);
  const fragment =
    selection.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(selection.name.value) : selection;
  if (!fragment) return 0;
  const type = fragment.typeCondition?.name.value ?? position.type;
  return costOfSelections(walk, fragment.selectionSet, { ...position, type });
}

function costOfField(walk: Walk, node: FieldNode, position: Position): number {
  const field = fieldOf(walk.schema, position.type, node.name.value);
  if (!field) return 0;
  const coordinate = `${position.type}.${field.name}`;
  const type = getNamedType(field.type);
  const isObject = isCompositeType(type);
  const weight = weightOf(walk, [coordinate, type.name]) ?? (isObject ? 1 : 0);
  const page = pageSize(walk, coordinate, { node, field });
  const inner = node.selectionSet
    ? costOfSelections(walk, node.selectionSet, {
        type: type.name,
        sized: isList(field.type) || page === null ? null : page,
      })
    : 0;
  if (!isList(field.type)) return weight + inner;
  const isSized = position.sized && (position.sized.fields?.includes(field.name) ?? true);
  const size = page?.size ?? (isSized ? position.sized?.size : null) ?? ASSUMED_LIST_SIZE;
  return size * (weight + inner);
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string) {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}

function weightOf({ directives }: Walk, coordinates: readonly string[]): number | null {
  const costs = coordinates
    .flatMap((coordinate) => directives.get(coordinate) ?? [])
    .filter(({ name }) => name.value === 'cost')
    .map((directive) => numberOf(argumentOf(directive, 'weight')));
  return costs.find((weight) => weight !== null) ?? null;
}

/** How many entries a field's list, or the lists of the connection that it gives, can have. */
function pageSize(
  walk: Walk,
  coordinate: string,
  { node, field }: { node: FieldNode; field: GraphQLField<unknown, unknown> },
): Position['sized'] {
  const directive = walk.directives.get(coordinate)?.find(({ name }) => name.value === 'listSize');
  const names = directive && textsOf(argumentOf(directive, 'slicingArguments'));
  const sizes = (names ?? [PAGE_SIZE_ARGUMENT]).flatMap((name) => {
    const size = givenSize(walk, node, name) ?? defaultSize(field, name);
    return size === null ? [] : [size];
  });
  const size =
    sizes.length > 0
      ? Math.max(...sizes)
      : directive && numberOf(argumentOf(directive, 'assumedSize'));
  if (size === null || size === undefined) return null;
  const sizedFields = directive && textsOf(argumentOf(directive, 'sizedFields'));
  return { size, fields: sizedFields ?? null };
}

function givenSize({ defaults }: Walk, node: FieldNode, name: string): number | null {
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
  return numberOf(value?.kind === Kind.VARIABLE ? defaults.get(value.name.value) : value);
}

function defaultSize(field: GraphQLField<unknown, unknown>, name: string): number | null {
  const value = field.args.find((argument) => argument.name === name)?.defaultValue;
  return typeof value === 'number' ? value : null;
}

function argumentOf(directive: ConstDirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

function numberOf(value: ValueNode | undefined): number | null {
  if (!value || !('value' in value)) return null;
  const number = Number(value.value);
  return Number.isFinite(number) ? number : null;
}

function textsOf(value: ValueNode | undefined): string[] | null {
  if (value?.kind !== Kind.LIST) return null;
  return value.values.flatMap((entry) => (entry.kind === Kind.STRING ? [entry.value] : []));
}
