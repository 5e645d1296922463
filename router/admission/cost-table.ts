import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';

/** The cost of one field, as `@cost` and `@listSize` of the schema say. */
export interface FieldCost {
  /** Named type of the field. */
  type: string;
  isList: boolean;
  /** From `@cost`; without it the weight of the type counts. */
  weight: number | null;
  size: ListSize | null;
  arguments: ReadonlyMap<string, ArgumentCost>;
}

/** The assumed length of the list of a field, or of the lists right below it. */
export interface ListSize {
  assumedSize: number | null;
  slicingArguments: readonly string[];
  sizedFields: readonly string[];
}

export interface ArgumentCost {
  weight: number;
  /** Counts when the client leaves the argument out. */
  defaultValue: unknown;
}

/** Costs of a schema. */
export interface CostTable {
  field(type: string, name: string): FieldCost | undefined;
  /** From `@cost` on the type, else 1 for what has fields and 0 for a leaf. */
  typeWeight(name: string): number;
}

const COMPOSITE_KINDS = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
]);

/**
 * Reads the costs out of a supergraph. The directives are those of the IBM cost specification,
 * which federation 2.9 composes under their own names (`cost/v0.1`).
 * @throws GraphQLError when the text is no GraphQL
 */
export function readCostTable(supergraphSdl: string): CostTable {
  const document: DocumentNode = parse(supergraphSdl, { noLocation: true });
  const fieldsByType = new Map<string, Map<string, FieldCost>>();
  const weights = new Map<string, number>();

  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const name = definition.name.value;
    const weight = weightOf(definition) ?? (COMPOSITE_KINDS.has(definition.kind) ? 1 : null);
    if (weight !== null) weights.set(name, weight);
    if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION
    ) {
      const fields = (definition.fields ?? []).map(
        (field) => [field.name.value, fieldCost(field)] as const,
      );
      fieldsByType.set(name, new Map(fields));
    }
  }
  return {
    field: (type, name) => fieldsByType.get(type)?.get(name),
    typeWeight: (name) => weights.get(name) ?? 0,
  };
}

function fieldCost(field: FieldDefinitionNode): FieldCost {
  const { name, isList } = describe(field.type);
  return {
    type: name,
    isList,
    weight: weightOf(field),
    size: listSize(field),
    arguments: new Map((field.arguments ?? []).map((arg) => [arg.name.value, argumentCost(arg)])),
  };
}

function argumentCost(argument: InputValueDefinitionNode): ArgumentCost {
  const { defaultValue } = argument;
  return {
    weight: weightOf(argument) ?? 0,
    defaultValue: defaultValue ? valueFromASTUntyped(defaultValue) : undefined,
  };
}

function describe(type: TypeNode): { name: string; isList: boolean } {
  if (type.kind === Kind.NAMED_TYPE) return { name: type.name.value, isList: false };
  const inner = describe(type.type);
  return { ...inner, isList: inner.isList || type.kind === Kind.LIST_TYPE };
}

function weightOf(node: ASTNode): number | null {
  const { weight } = argumentsOf(node, 'cost') ?? {};
  return typeof weight === 'number' ? weight : null;
}

function listSize(field: FieldDefinitionNode): ListSize | null {
  const given = argumentsOf(field, 'listSize');
  if (!given) return null;
  const { assumedSize, slicingArguments, sizedFields } = given;
  return {
    assumedSize: typeof assumedSize === 'number' ? assumedSize : null,
    slicingArguments: stringsOf(slicingArguments),
    sizedFields: stringsOf(sizedFields),
  };
}

function argumentsOf(node: ASTNode, directive: string): Record<string, unknown> | null {
  const directives: readonly DirectiveNode[] =
    'directives' in node && node.directives ? node.directives : [];
  const found = directives.find(({ name }) => name.value === directive);
  if (!found) return null;
  return Object.fromEntries(
    (found.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
