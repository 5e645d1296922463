import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
} from 'graphql';

/** The rule that says which callers may use a field. */
export type AuthRule =
  /** Anyone, on purpose. */
  | { kind: 'Public' }
  /** Services alone: its resolver checks which one calls. */
  | { kind: 'Internal' }
  /** Users who are signed in with one of these roles; with any role when there are none. */
  | { kind: 'SignedIn'; roles: readonly string[] };

type Directives = readonly ConstDirectiveNode[];

/** Every field that a rule stands on or above, by its coordinate such as `Query.ventas`. */
export interface GuardedField {
  coordinate: string;
  field: GraphQLField<unknown, unknown>;
  /** All of them must be kept: the type's and the field's own. */
  rules: AuthRule[];
}

/**
 * Reads the rules of a subgraph's schema.
 * @throws Error naming each root field without a rule: nothing is public by oversight
 */
export function guardedFields(schema: GraphQLSchema): GuardedField[] {
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const guarded = objects.flatMap(fieldsOf);
  const isRuled = new Set(guarded.map(({ coordinate }) => coordinate));
  const unruled = objects
    .filter((type) => roots.has(type))
    .flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`))
    .filter((coordinate) => !isFederation(coordinate) && !isRuled.has(coordinate));
  if (unruled.length > 0) {
    throw new Error(`Say who may use ${unruled.join(', ')}: @auth or @public`);
  }
  return guarded;
}

/** `_service` and `_entities`: what they lead to has rules of its own. */
function isFederation(coordinate: string): boolean {
  return coordinate.startsWith('Query._');
}

function fieldsOf(type: GraphQLObjectType): GuardedField[] {
  const own = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
  const typeRules = rulesOf(own);
  return Object.values(type.getFields()).flatMap((field) => {
    const rules = [...typeRules, ...rulesOf(field.astNode?.directives ?? [])];
    return rules.length === 0 ? [] : [{ coordinate: `${type.name}.${field.name}`, field, rules }];
  });
}

function rulesOf(directives: Directives): AuthRule[] {
  return directives.flatMap((directive): AuthRule[] => {
    switch (directive.name.value) {
      case 'public':
        return [{ kind: 'Public' }];
      case 'auth':
        return [{ kind: 'SignedIn', roles: rolesOf(directive) }];
      case 'inaccessible':
        return [{ kind: 'Internal' }];
      default:
        return [];
    }
  });
}

function rolesOf({ arguments: given = [] }: ConstDirectiveNode): string[] {
  const requires = given.find(({ name }) => name.value === 'requires')?.value;
  if (requires?.kind !== Kind.LIST) return [];
  return requires.values.flatMap((value) => (value.kind === Kind.ENUM ? value.value : []));
}
