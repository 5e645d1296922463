import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type InputValueDefinitionNode,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  type TypeDefinitionNode,
} from 'graphql';

/** A type or field that clients see although it is there for services only. */
export interface Leak {
  /** Schema coordinate: `Type` or `Type.field`. */
  name: string;
  /** The place where a subgraph defines it. */
  node: TypeDefinitionNode | FieldDefinitionNode | InputValueDefinitionNode | undefined;
}

/** Services mark what is theirs alone with `@tag(name: "internal")`. */
const INTERNAL_TAG = 'internal';

/**
 * Finds what leaks from the subgraphs into the clients' schema: definitions tagged internal, and
 * types that no public field reaches (an internal field's input, left unmarked, stays behind).
 */
export function findLeaks(api: GraphQLSchema, subgraphs: readonly DocumentNode[]): Leak[] {
  const definitions = subgraphs.flatMap((document) => document.definitions).filter(isTypeLike);
  const tagged = definitions.flatMap(internalDefinitions).filter(({ name }) => isSeen(api, name));
  const unreachable = unreachableTypes(api).map(({ name }) => ({
    name,
    node: definitions.find((definition) => definition.name.value === name),
  }));
  const taggedNames = new Set(tagged.map(({ name }) => name));
  return [...tagged, ...unreachable.filter(({ name }) => !taggedNames.has(name))];
}

function isTypeLike(definition: DefinitionNode): definition is TypeDefinitionNode {
  return definition.kind.endsWith('TypeDefinition');
}

function internalDefinitions(definition: TypeDefinitionNode): Leak[] {
  const fields = 'fields' in definition ? (definition.fields ?? []) : [];
  const own = isInternal(definition) ? [{ name: definition.name.value, node: definition }] : [];
  const ofFields = fields
    .filter(isInternal)
    .map((field) => ({ name: `${definition.name.value}.${field.name.value}`, node: field }));
  return [...own, ...ofFields];
}

/** True for a definition that carries `@tag(name: "internal")`. */
function isInternal({ directives = [] }: { directives?: readonly DirectiveNode[] }) {
  return directives.some(
    ({ name, arguments: given = [] }) =>
      name.value === 'tag' &&
      given.some(({ value }) => value.kind === 'StringValue' && value.value === INTERNAL_TAG),
  );
}

function isSeen(api: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', fieldName] = coordinate.split('.');
  const type = api.getType(typeName);
  if (!type || fieldName === undefined) return type !== undefined;
  return 'getFields' in type && fieldName in type.getFields();
}

/** The types of a schema that no root field leads to. */
export function unreachableTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const reached = new Set<GraphQLNamedType>();
  const open: GraphQLNamedType[] = roots.flatMap((root) => root ?? []);
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    if (reached.has(type)) continue;
    reached.add(type);
    open.push(...neighbours(schema, type));
  }
  return Object.values(schema.getTypeMap()).filter(
    (type) => !reached.has(type) && !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}

function neighbours(schema: GraphQLSchema, type: GraphQLNamedType): GraphQLNamedType[] {
  if (isUnionType(type)) return [...type.getTypes()];
  if (isInputObjectType(type)) return inputTypes(type);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  const implementers = isInterfaceType(type) ? schema.getImplementations(type) : null;
  return [
    ...type.getInterfaces(),
    ...(implementers ? [...implementers.objects, ...implementers.interfaces] : []),
    ...fields.flatMap(({ type: fieldType, args }) => [fieldType, ...args.map((arg) => arg.type)]),
  ].flatMap((neighbour) => getNamedType(neighbour) ?? []);
}

function inputTypes(type: GraphQLInputObjectType): GraphQLNamedType[] {
  return Object.values(type.getFields()).map((field) => getNamedType(field.type));
}
