import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';

/** Whether a value from a subgraph may stand where a scalar or an enum is expected. */
export type LeafCheck = (value: unknown) => boolean;

const isString: LeafCheck = (value) => typeof value === 'string';

/** By name: each schema has scalars of its own. */
const CHECK_BY_SCALAR: ReadonlyMap<string, LeafCheck> = new Map([
  [GraphQLString.name, isString],
  [GraphQLID.name, (value: unknown) => isString(value) || Number.isInteger(value)],
  [GraphQLInt.name, Number.isInteger],
  [GraphQLFloat.name, Number.isFinite],
  [GraphQLBoolean.name, (value: unknown) => typeof value === 'boolean'],
]);

/** Null fits no leaf: whether it may stand there is not a matter of its type. */
export function leafCheckOf(type: GraphQLLeafType): LeafCheck {
  if (!isEnumType(type)) {
    return CHECK_BY_SCALAR.get(type.name) ?? ((value) => value !== null && value !== undefined);
  }
  // An enum may have values that clients do not see: they are not among these.
  const names = new Set<unknown>(type.getValues().map(({ name }) => name));
  return (value) => names.has(value);
}
