import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { isObject, type Json } from '../../common/process/http/json.ts';
import { mergeInto } from './joined-data.ts';

/**
 * Builds the representation by which a subgraph knows an entity that another gave: its type, its
 * key, and fields that are required.
 * @returns null when a part is missing: an error has told of it already
 */
export function representationOf(
  entity: Json,
  selections: readonly QueryPlanSelectionNode[],
  supergraph: GraphQLSchema,
): Json | null {
  const picked: Json = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (!isOfType(entity, selection.typeCondition, supergraph)) continue;
      mergeInto(picked, representationOf(entity, selection.selections, supergraph));
      continue;
    }
    const name = selection.alias ?? selection.name;
    const value = Object.hasOwn(entity, name) ? entity[name] : undefined;
    if (value === undefined) return null;
    picked[name] = selection.selections ? pickEach(value, selection.selections, supergraph) : value;
  }
  return picked;
}

function pickEach(
  value: unknown,
  selections: readonly QueryPlanSelectionNode[],
  supergraph: GraphQLSchema,
): unknown {
  if (Array.isArray(value)) return value.map((item) => pickEach(item, selections, supergraph));
  return isObject(value) ? representationOf(value, selections, supergraph) : value;
}

function isOfType(entity: Json, condition: string | undefined, supergraph: GraphQLSchema): boolean {
  const typename = entity['__typename'];
  if (condition === undefined || typename === undefined) return false;
  if (typename === condition) return true;
  const [wanted, own] = [supergraph.getType(condition), supergraph.getType(String(typename))];
  const mayImplement = isObjectType(own) || isInterfaceType(own);
  return isAbstractType(wanted) && mayImplement && supergraph.isSubType(wanted, own);
}
