import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Json } from '../../common/process/http/json.ts';
import { type LeafCheck, leafCheckOf } from './leaf-values.ts';
import { isAsked } from './root-fields.ts';

/** The fields that an operation wants of one object. */
export interface FieldShape {
  responseName: string;
  /** Null for `__typename`, which the type of the object answers. */
  value: ValueShape | null;
}

export type ValueShape = LeafShape | ListShape | ObjectShape;

export interface LeafShape {
  kind: 'Leaf';
  isRequired: boolean;
  accepts: LeafCheck;
}

export interface ListShape {
  kind: 'List';
  isRequired: boolean;
  item: ValueShape;
}

export interface ObjectShape {
  kind: 'Object';
  isRequired: boolean;
  /**
   * @param typename as the subgraph gave it
   * @returns null when no object of that type may stand here
   */
  ofType(typename: unknown): TypeShape | null;
}

/** The fields that an operation wants of objects of one type. */
export interface TypeShape {
  typename: string;
  fields: FieldShape[];
}

export interface ShapedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** With defaults: what `@skip` and `@include` leave out has no place in the shape. */
  coercedVariables: Json;
}

/** Compiles what an operation wants; the fields of each type that an object may have, on demand. */
export function compileAnswerShape(asked: ShapedOperation): TypeShape {
  const { schema, operation } = asked;
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`the schema has no ${operation.operation}`);
  const compilation = {
    schema,
    variables: asked.coercedVariables,
    fragments: fragmentsOf(asked.document),
  };
  return typeShape(compilation, root, [operation.selectionSet]);
}

/** The places of one response name: their fields are wanted together. */
interface CollectedField {
  type: GraphQLOutputType | null;
  selectionSets: SelectionSetNode[];
}

/** The parts of an operation by which its shapes are compiled. */
interface Compilation {
  schema: GraphQLSchema;
  variables: Json;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function typeShape(
  compilation: Compilation,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): TypeShape {
  const collected = new Map<string, CollectedField>();
  for (const selectionSet of selectionSets) collect(compilation, type, selectionSet, collected);
  const fields = [...collected].map(([responseName, field]) => ({
    responseName,
    value: field.type && valueShape(compilation, field.type, field.selectionSets),
  }));
  return { typename: type.name, fields };
}

function collect(
  compilation: Compilation,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  collected: Map<string, CollectedField>,
): void {
  for (const selection of selections) {
    if (!isAsked(selection, compilation.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const responseName = selection.alias?.value ?? selection.name.value;
      const fieldType = typeOfField(type, selection.name.value);
      const field = collected.get(responseName) ?? { type: fieldType, selectionSets: [] };
      if (selection.selectionSet) field.selectionSets.push(selection.selectionSet);
      collected.set(responseName, field);
    } else {
      const fragment = fragmentOf(compilation, selection);
      const condition = fragment?.typeCondition?.name.value;
      if (fragment && applies(compilation, condition, type)) {
        collect(compilation, type, fragment.selectionSet, collected);
      }
    }
  }
}

function fragmentOf(
  compilation: Compilation,
  selection: Exclude<SelectionNode, { kind: Kind.FIELD }>,
) {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  return compilation.fragments.get(selection.name.value);
}

function applies(
  compilation: Compilation,
  condition: string | undefined,
  type: GraphQLObjectType,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = compilation.schema.getType(condition);
  return isAbstractType(named) && compilation.schema.isSubType(named, type);
}

function valueShape(
  compilation: Compilation,
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  isRequired = false,
): ValueShape {
  if (isNonNullType(type)) return valueShape(compilation, type.ofType, selectionSets, true);
  if (isListType(type)) {
    return { kind: 'List', isRequired, item: valueShape(compilation, type.ofType, selectionSets) };
  }
  if (isLeafType(type)) return { kind: 'Leaf', isRequired, accepts: leafCheckOf(type) };
  return { kind: 'Object', isRequired, ofType: shapeByType(compilation, type, selectionSets) };
}

function shapeByType(
  compilation: Compilation,
  declared: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): ObjectShape['ofType'] {
  const known = new Map<unknown, TypeShape | null>();
  const compile = (typename: unknown): TypeShape | null => {
    const type = possibleType(compilation, declared, typename);
    return type && typeShape(compilation, type, selectionSets);
  };
  return (typename) => {
    const shape = known.get(typename);
    if (shape !== undefined) return shape;
    const compiled = compile(typename);
    // A type that a subgraph made up is not remembered.
    if (compiled) known.set(typename, compiled);
    return compiled;
  };
}

function possibleType(
  compilation: Compilation,
  declared: GraphQLCompositeType,
  typename: unknown,
): GraphQLObjectType | null {
  if (typename === undefined) return isObjectType(declared) ? declared : null;
  const type = compilation.schema.getType(String(typename));
  if (!isObjectType(type)) return null;
  const isPossible = isAbstractType(declared)
    ? compilation.schema.isSubType(declared, type)
    : declared === type;
  return isPossible ? type : null;
}

function typeOfField(type: GraphQLObjectType, name: string): GraphQLOutputType | null {
  if (name === '__typename') return null;
  const field = type.getFields()[name];
  if (!field) throw new Error(`${type.name} has no field ${name}`);
  return field.type;
}
