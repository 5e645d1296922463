import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type { CostTable, FieldCost } from './cost-table.ts';

/** A list of which the schema says nothing, such as `userErrors`. */
const DEFAULT_LIST_SIZE = 2;
/** The cost of a mutation beside its answer: it writes. */
const MUTATION_COST = 10;

type Variables = Readonly<Record<string, unknown>>;

/** Estimates an operation for the variables of one request, in points. */
export type CostEstimate = (variables: Variables) => number;

/**
 * Prepares the cost of an operation by the IBM cost specification: each object counts 1 unless
 * `@cost` says otherwise, leaves count nothing, and what lies inside of a list counts as often as
 * the list is long by its slicing argument or its assumed size; each object in a list that an
 * argument gives counts 1 too. A field that a client skips by a
 * directive counts too. The document must have no fragment cycle; unknown fields count nothing.
 * @param operationName the operation to count, when the document has several
 */
export function prepareCost(
  document: DocumentNode,
  operationName: string | undefined,
  table: CostTable,
): CostEstimate {
  const operation = findOperation(document, operationName);
  if (!operation) return () => 0;
  const defaults = defaultVariables(operation);
  const root = ROOT_TYPES[operation.operation];
  const base = operation.operation === 'mutation' ? MUTATION_COST : 0;
  const inside = createWalk(fragmentsOf(document), table).selections(operation.selectionSet, {
    type: root,
    sizes: NO_SIZES,
  });
  const written = prepareWritten(document);
  return (variables) => {
    const given = { ...defaults, ...variables };
    return base + inside(given) + written(given);
  };
}

/**
 * The objects in the lists that arguments give, such as the lines of a sale: the subgraph looks at
 * each of them. A variable counts wherever it is used.
 */
function prepareWritten(document: DocumentNode): CostEstimate {
  const uses = new Map<string, number>();
  let literals = 0;
  let lists = 0;
  visit(document, {
    VariableDefinition: () => false,
    Directive: () => false,
    Variable({ name }) {
      uses.set(name.value, (uses.get(name.value) ?? 0) + 1);
    },
    ListValue: { enter: () => void lists++, leave: () => void lists-- },
    ObjectValue() {
      if (lists > 0) literals += 1;
    },
  });
  return (variables) => {
    let sum = literals;
    for (const [name, times] of uses) sum += times * listedObjects(variables[name], false);
    return sum;
  };
}

function listedObjects(value: unknown, isListed: boolean): number {
  if (typeof value !== 'object' || value === null) return 0;
  const isList = Array.isArray(value);
  let sum = isListed && !isList ? 1 : 0;
  for (const below of Object.values(value)) sum += listedObjects(below, isListed || isList);
  return sum;
}

const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/** The place of a selection. */
interface Place {
  type: string;
  /** Lengths that the field above gives to lists right below it, by field name. */
  sizes: ReadonlyMap<string, CostEstimate>;
}

const NO_SIZES: Place['sizes'] = new Map();

function createWalk(fragments: ReadonlyMap<string, FragmentDefinitionNode>, table: CostTable) {
  const selections = (set: SelectionSetNode, place: Place): CostEstimate => {
    const parts = set.selections.map((node) => {
      if (node.kind === Kind.FIELD) return field(node, place);
      const target = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      if (!target) return () => 0;
      const type = target.typeCondition?.name.value ?? place.type;
      return selections(target.selectionSet, { ...place, type });
    });
    return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
  };

  const field = (node: FieldNode, place: Place): CostEstimate => {
    const cost = table.field(place.type, node.name.value);
    if (!cost) return () => 0;
    const own = cost.weight ?? table.typeWeight(cost.type);
    const size = sizeOf(node, cost);
    const listed = new Map((cost.size?.sizedFields ?? []).map((name) => [name, size] as const));
    const below = node.selectionSet
      ? selections(node.selectionSet, { type: cost.type, sizes: listed })
      : () => 0;
    const times = cost.isList ? (place.sizes.get(node.name.value) ?? size) : () => 1;
    const forArguments = (node.arguments ?? []).reduce(
      (sum, { name }) => sum + (cost.arguments.get(name.value)?.weight ?? 0),
      0,
    );
    return (variables) => forArguments + times(variables) * (own + below(variables));
  };
  return { selections };
}

/** The largest of the slicing arguments that are given or have a default, else the assumed size. */
function sizeOf(node: FieldNode, { size, arguments: known }: FieldCost): CostEstimate {
  const assumed = size?.assumedSize ?? DEFAULT_LIST_SIZE;
  const readers = (size?.slicingArguments ?? []).map((name) => {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    const byDefault = known.get(name)?.defaultValue;
    return (variables: Variables) => lengthOf(argumentValue(given, variables) ?? byDefault);
  });
  return (variables) => {
    const lengths = readers.flatMap((read) => read(variables) ?? []);
    return lengths.length > 0 ? Math.max(...lengths) : assumed;
  };
}

function argumentValue(node: ValueNode | undefined, variables: Variables): unknown {
  if (!node) return undefined;
  if (node.kind === Kind.VARIABLE) return variables[node.name.value];
  return valueFromASTUntyped(node, { ...variables });
}

/** A negative or odd length is refused by the subgraph; until then it must not lower the cost. */
function lengthOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : undefined;
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const definitions = document.definitions.filter(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return new Map(definitions.map((definition) => [definition.name.value, definition]));
}

function findOperation(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operationName === undefined) return operations[0];
  return operations.find(({ name }) => name?.value === operationName);
}

function defaultVariables({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return Object.fromEntries(defaults);
}
