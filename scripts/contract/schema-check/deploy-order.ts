import type { FetchNode } from '@apollo/query-planner';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { executableSchema } from './api-changes.ts';
import type { CheckFinding } from './finding.ts';
import type { ComposedGraph, GraphVersion, SubgraphFile } from './graph-version.ts';
import { validOperations } from './operation-validity.ts';
import { planOperation, representationsOf } from './query-plan.ts';
import { resolvableKeysOf } from './subgraph-facts.ts';

interface Side {
  version: GraphVersion;
  graph: ComposedGraph;
}

/** The reason for which a router of one version cannot work with a subgraph of the other. */
interface Mismatch {
  operation: string;
  subgraph: string;
  reason: string;
}

/**
 * In which order the parts of a change can be deployed. While a change goes live, the router that
 * runs still has the old graph when the first new subgraph answers it, or the other way round. So
 * the plans that each router makes are held against the schemas of the other version's subgraphs.
 */
export function deployOrder(base: Side, head: Side): CheckFinding[] {
  const oldRouter = mismatches(base, head.version.subgraphs, [base, head]);
  const newRouter = mismatches(head, base.version.subgraphs, [base, head]);
  const names = new Set([...oldRouter, ...newRouter].map(({ subgraph }) => subgraph));
  return [...names].sort().flatMap((name) => {
    const [breaksOld, breaksNew] = [oldRouter, newRouter].map((all) =>
      all.filter(({ subgraph }) => subgraph === name),
    );
    return orderOf(name, { breaksOld: breaksOld ?? [], breaksNew: breaksNew ?? [], base });
  });
}

function orderOf(
  subject: string,
  { breaksOld, breaksNew, base }: { breaksOld: Mismatch[]; breaksNew: Mismatch[]; base: Side },
): CheckFinding[] {
  // Clients that send a new operation are deployed last, so only known ones can be caught between.
  const known = new Set(base.version.operations.map(({ name }) => name));
  const knownNew = breaksNew.filter(({ operation }) => known.has(operation));
  if (breaksOld.length > 0 && knownNew.length > 0) {
    const message =
      `No order is safe for ${subject}: the running router cannot use the new ${subject} ` +
      `(${describe(breaksOld)}) and the new router cannot use the running one ` +
      `(${describe(knownNew)}). Make the change in two steps.`;
    return [{ level: 'error', code: 'NO_SAFE_ORDER', subject, message }];
  }
  if (breaksOld.length > 0) {
    const message = `Deploy the router before ${subject}: ${describe(breaksOld)}.`;
    return [{ level: 'warning', code: 'ROUTER_FIRST', subject, message }];
  }
  const message = `Deploy ${subject} before the router: ${describe(breaksNew)}.`;
  return [{ level: 'info', code: 'SUBGRAPH_FIRST', subject, message }];
}

function describe([first, ...others]: readonly Mismatch[]): string {
  if (!first) return 'nothing';
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${first.operation} needs what it lacks, ${first.reason}${more}`;
}

/**
 * The fields that the router of one version asks for and the subgraphs of the other cannot answer.
 */
function mismatches(
  router: Side,
  subgraphs: readonly SubgraphFile[],
  sources: readonly Side[],
): Mismatch[] {
  const served = subgraphs.map((file) => servedSubgraph(file));
  return knownOperations(router, sources).flatMap((operation) =>
    planOperation(router.graph, operation).fetches.flatMap((fetch) => {
      const subgraph = served.find(({ name }) => name === fetch.serviceName);
      const reason = subgraph ? refusal(subgraph, fetch) : 'the subgraph is not there';
      if (reason === null) return [];
      return [{ operation: operation.name, subgraph: fetch.serviceName, reason }];
    }),
  );
}

/** The operations of both versions that this router answers; of two that differ, both. */
function knownOperations({ graph }: Side, sources: readonly Side[]) {
  const operations = sources.flatMap(({ version }) => version.operations);
  const byText = new Map(operations.map((one) => [`${one.name}\n${one.text}`, one]));
  return validOperations([...byText.values()], graph.api);
}

interface ServedSubgraph {
  name: string;
  schema: GraphQLSchema;
  keys: ReturnType<typeof resolvableKeysOf>;
}

function servedSubgraph(file: SubgraphFile): ServedSubgraph {
  return { name: file.name, schema: executableSchema(file), keys: resolvableKeysOf(file) };
}

/** @returns the reason why the subgraph cannot answer this request, or null */
function refusal({ schema, keys }: ServedSubgraph, fetch: FetchNode): string | null {
  const [error] = validate(schema, parse(fetch.operation));
  if (error) return error.message.replace(/\.$/, '');
  const stranger = representationsOf(fetch).find(
    ({ type, fields }) =>
      !keys.some((key) => key.type === type && leafPaths(key.fields).every((p) => fields.has(p))),
  );
  if (!stranger) return null;
  return `${stranger.type} cannot be fetched by ${[...stranger.fields].join(' ')}`;
}

/** The paths of a field set's leaves: `id seller { code }` → `id`, `seller.code`. */
function leafPaths(fieldSet: string): string[] {
  const parents: string[] = [];
  const paths: string[] = [];
  const tokens = fieldSet.match(/\w+|[{}]/g) ?? [];
  for (const [index, token] of tokens.entries()) {
    if (token === '}') parents.pop();
    else if (token === '{') continue;
    else if (tokens[index + 1] === '{') parents.push(token);
    else if (token !== '__typename') paths.push([...parents, token].join('.'));
  }
  return paths;
}
