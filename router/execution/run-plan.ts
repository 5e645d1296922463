import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Json } from '../../common/process/http/json.ts';
import type { SubgraphAnswer, SubgraphError } from '../subgraph-calls/subgraph-call.ts';
import { representationOf } from './entity-representation.ts';
import { mergeInto, type Path, visitObjects } from './joined-data.ts';
import { type Failure, GONE, type Lacks, TOLD } from './lacking-objects.ts';

/**
 * Sends the operation of one fetch to its subgraph, whose absence is an answer too.
 * @param below the response name of the root field under which the fetch stands, if it does
 */
export type SendFetch = (
  fetch: FetchNode,
  variables: Json,
  below: string | undefined,
) => Promise<SubgraphAnswer>;

export interface PlanRun {
  /** With internal fields: types too that clients cannot see. */
  supergraph: GraphQLSchema;
  /** As the client gave them: subgraphs know the defaults of what they are asked. */
  variables: Json;
  /** With defaults: they decide about conditions. */
  coercedVariables: Json;
  send: SendFetch;
}

/** The joined data of the subgraphs, and their errors, with paths of the client's answer. */
export interface PlanResult {
  data: Json;
  errors: GraphQLError[];
  /** Objects of `data` that lack what a fetch was to give, and why. */
  lacks: Lacks;
}

/**
 * Runs a plan whose fetches have no rewrites. A fetch that fails is an error of its own; all that
 * does not need it goes on.
 */
export async function runPlan(node: PlanNode | undefined, run: PlanRun): Promise<PlanResult> {
  const state: RunState = { ...run, data: {}, errors: [], lacks: new Map() };
  await runNode(node, [], state);
  const { data, errors, lacks } = state;
  return { data, errors, lacks };
}

type RunState = PlanRun & PlanResult;

/** @param place where in the answer the node's data belongs, with `@` for each item of a list */
async function runNode(
  node: PlanNode | undefined,
  place: readonly string[],
  state: RunState,
): Promise<void> {
  switch (node?.kind) {
    case undefined:
      return;
    case 'Sequence':
      for (const child of node.nodes) await runNode(child, place, state);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((child) => runNode(child, place, state)));
      return;
    case 'Flatten':
      return runNode(node.node, [...place, ...node.path.map(String)], state);
    case 'Condition': {
      const isMet = state.coercedVariables[node.condition] === true;
      return runNode(isMet ? node.ifClause : node.elseClause, place, state);
    }
    case 'Fetch':
      return runFetch(node, place, state);
    case 'Defer':
      throw new Error('a plan that defers is not run here');
  }
}

async function runFetch(
  fetch: FetchNode,
  place: readonly string[],
  state: RunState,
): Promise<void> {
  try {
    await (fetch.requires ? fetchEntities(fetch, place, state) : fetchFields(fetch, state));
  } catch (cause) {
    const originalError = cause instanceof Error ? cause : new Error(String(cause));
    state.errors.push(new GraphQLError(`${fetch.serviceName} was not asked`, { originalError }));
  }
}

async function fetchFields(fetch: FetchNode, state: RunState): Promise<void> {
  const { data, errors } = await state.send(
    fetch,
    usedVariables(fetch, state.variables),
    undefined,
  );
  for (const error of errors) state.errors.push(errorAt(error.path, error, fetch));
  if (data) mergeInto(state.data, data);
}

async function fetchEntities(
  fetch: FetchNode,
  place: readonly string[],
  state: RunState,
): Promise<void> {
  const representations: Json[] = [];
  const targets: Json[] = [];
  visitObjects(state.data, place, (target) => {
    const representation = representationOf(target, fetch.requires ?? [], state.supergraph);
    if (representation?.['__typename'] === undefined) return;
    representations.push(representation);
    targets.push(target);
  });
  if (targets.length === 0) return;

  const variables = { ...usedVariables(fetch, state.variables), representations };
  const { data, errors } = await state.send(fetch, variables, place[0]);
  const given = data?.['_entities'];
  const entities: unknown[] = Array.isArray(given) ? given : [];
  if (errors.length > 0) tellErrors({ errors, entities, targets, place, fetch }, state);
  targets.forEach((target, index) => {
    const entity = entities[index];
    if (entity == null) {
      // The subgraph knows no such entity, and says so without an error.
      if (!state.lacks.has(target)) state.lacks.set(target, GONE);
    } else mergeInto(target, entity);
  });
}

interface ToldErrors {
  errors: readonly SubgraphError[];
  entities: readonly unknown[];
  targets: readonly Json[];
  place: readonly string[];
  fetch: FetchNode;
}

/**
 * An error that left an entity without anything is told where that shows in the answer: see
 * `shapeAnswer`. One that left a part of it is told at that part.
 */
function tellErrors(told: ToldErrors, { data, errors, lacks }: RunState): void {
  const { entities, targets, place, fetch } = told;
  const pathOf = clientPaths(data, place, targets);
  const failureOf = new Map<string, Failure>();
  for (const error of told.errors) {
    const { message, path: [, index, ...field] = [] } = error;
    const target = typeof index === 'number' ? targets[index] : undefined;
    const isWhole = target && entities[Number(index)] == null;
    if (!isWhole || field.length > 0) {
      errors.push(errorAt(pathOf(error), error, fetch));
      // Its subgraph has said which field took the rest with it.
      if (isWhole) lacks.set(target, TOLD);
      continue;
    }
    const key = `${error.extensions.code} ${message}`;
    const known = failureOf.get(key);
    const failure = known ?? { error: errorAt(pathOf(error), error, fetch) };
    if (!known) failureOf.set(key, failure);
    lacks.set(target, failure);
  }
}

/** The variables of the client that a fetch needs. */
function usedVariables({ variableUsages = [] }: FetchNode, given: Json): Json {
  const used: Json = {};
  for (const name of variableUsages) {
    if (Object.hasOwn(given, name) && given[name] !== undefined) used[name] = given[name];
  }
  return used;
}

/**
 * Tells where in the client's answer an error about the n-th of `targets` belongs. The paths are
 * looked for only now: nearly every fetch goes without an error.
 */
function clientPaths(data: Json, place: readonly string[], targets: readonly Json[]) {
  const wanted = new Set(targets);
  const paths: Path[] = [];
  visitObjects(data, place, (object, path) => {
    if (wanted.has(object)) paths.push([...path]);
  });
  return ({ path: [, index, ...rest] = [] }: SubgraphError): Path => {
    const found = typeof index === 'number' ? paths[index] : undefined;
    return [...(found ?? place.filter((part) => part !== '@')), ...rest];
  };
}

function errorAt(
  path: Path | undefined,
  { message, extensions }: SubgraphError,
  { serviceName }: FetchNode,
): GraphQLError {
  return new GraphQLError(message, {
    ...(path && { path }),
    extensions: { ...extensions, serviceName },
  });
}
