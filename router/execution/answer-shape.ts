import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Json } from '../../common/process/http/json.ts';
import { type LeafCheck, leafCheckOf } from './leaf-values.ts';
import { isAsked } from './root-fields.ts';
import type { SafeNames } from './safe-names.ts';

/** The fields that an operation wants of one object. */
export interface FieldShape {
  responseName: string;
  /** The name under which subgraphs have answered it. */
  key: string;
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
   * @param typename as the subgraph gave it: of an object; of an interface, of which it knows no
   *   more (`@interfaceObject`); or undefined, when it was not asked for
   * @returns null when no object of that type may stand here
   */
  ofType(typename: unknown): TypeShape | null;
}

/** The fields that an operation wants of objects of one type. */
export interface TypeShape {
  /** Null where it is not known: only an interface or a union is. */
  typename: string | null;
  fields: FieldShape[];
}

export interface ShapedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  names: Pick<SafeNames, 'keyOf'>;
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
    names: asked.names,
    variables: asked.coercedVariables,
    fragments: fragmentsOf(asked.document),
  };
  return typeShape(compilation, root, [operation.selectionSet]);
}

/** The places of one response name: their fields are wanted together. */
interface CollectedField {
  key: string;
  type: GraphQLOutputType | null;
  selectionSets: SelectionSetNode[];
}

/** The parts of an operation by which its shapes are compiled. */
interface Compilation {
  schema: GraphQLSchema;
  names: ShapedOperation['names'];
  variables: Json;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function typeShape(
  compilation: Compilation,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): TypeShape {
  const collected = new Map<string, CollectedField>();
  for (const selectionSet of selectionSets) collect(compilation, type, selectionSet, collected);
  const fields = [...collected].map(([responseName, field]) => ({
    responseName,
    key: field.key,
    value: field.type && valueShape(compilation, field.type, field.selectionSets),
  }));
  return { typename: isObjectType(type) ? type.name : null, fields };
}

function collect(
  compilation: Compilation,
  type: GraphQLCompositeType,
  { selections }: SelectionSetNode,
  collected: Map<string, CollectedField>,
): void {
  for (const selection of selections) {
    if (!isAsked(selection, compilation.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const responseName = selection.alias?.value ?? selection.name.value;
      const fieldType = typeOfField(type, selection.name.value);
      const key = compilation.names.keyOf(selection);
      const field = collected.get(responseName) ?? { key, type: fieldType, selectionSets: [] };
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
  type: GraphQLCompositeType,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  return isSubType(compilation.schema, compilation.schema.getType(condition), type);
}

function isSubType(
  schema: GraphQLSchema,
  abstract: GraphQLNamedType | undefined,
  type: GraphQLCompositeType,
): boolean {
  return isAbstractType(abstract) && !isUnionType(type) && schema.isSubType(abstract, type);
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
  { schema }: Compilation,
  declared: GraphQLCompositeType,
  typename: unknown,
): GraphQLCompositeType | null {
  if (typename === undefined || typename === declared.name) return declared;
  const type = schema.getType(String(typename));
  const mayStandFor = isObjectType(type) || isInterfaceType(type);
  return mayStandFor && isSubType(schema, declared, type) ? type : null;
}

function typeOfField(type: GraphQLCompositeType, name: string): GraphQLOutputType | null {
  if (name === '__typename') return null;
  const field = isUnionType(type) ? undefined : type.getFields()[name];
  if (!field) throw new Error(`${type.name} has no field ${name}`);
  return field.type;
}
