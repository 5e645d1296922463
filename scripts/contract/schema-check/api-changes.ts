import { buildSubgraphSchema } from '@apollo/subgraph';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import type { CheckFinding, Level } from './finding.ts';
import type { ComposedGraph, GraphVersion, SubgraphFile } from './graph-version.ts';

const LEVEL_BY_CRITICALITY: Readonly<Record<CriticalityLevel, Level>> = {
  [CriticalityLevel.Breaking]: 'error',
  [CriticalityLevel.Dangerous]: 'warning',
  [CriticalityLevel.NonBreaking]: 'info',
};

/** The changes for clients: breaking changes are errors, dangerous ones warnings. */
export async function apiChanges(base: ComposedGraph, head: ComposedGraph) {
  return relevant(await diff(base.api, head.api)).map(findingOf);
}

/**
 * The changes of the parts that only services use, which the clients' schema does not show: each
 * subgraph is compared with itself.
 */
export async function internalChanges(
  base: GraphVersion,
  head: GraphVersion,
  api: readonly GraphQLSchema[],
): Promise<CheckFinding[]> {
  const changes = base.subgraphs.map(async (before) => {
    const now = head.subgraphs.find(({ name }) => name === before.name);
    if (!now) return [];
    const all = await diff(executableSchema(before), executableSchema(now));
    return relevant(all)
      .filter((change) => isInternal(change, api))
      .map(findingOf)
      .map((finding) => ({
        ...finding,
        code: `INTERNAL_${finding.code}`,
        message: `${before.name}, for other services only: ${finding.message}`,
      }));
  });
  return (await Promise.all(changes)).flat();
}

/** The schema that a subgraph runs, with `_entities`. */
export function executableSchema({ document }: SubgraphFile): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: document }]);
}

function findingOf({ criticality, type, path, message }: Change): CheckFinding {
  const level = LEVEL_BY_CRITICALITY[criticality.level];
  // A breaking change explains itself; a dangerous one needs its reason.
  const reason =
    level === 'warning' && criticality.reason ? ` ${withStop(criticality.reason)}` : '';
  return {
    level,
    code: String(type),
    subject: path ?? message,
    message: `${withStop(message)}${reason}`,
  };
}

function withStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** They come with everything that is new, and the rules of names and descriptions ask for them. */
const DESCRIPTION_ADDED = /_DESCRIPTION_ADDED$/;

/**
 * Leaves out what only repeats: the parts of a type that came or went as a whole. Directives are
 * looked at by the federation check.
 */
function relevant(changes: readonly Change[]): Change[] {
  const whole = new Set(
    changes
      .filter(({ type }) => type === 'TYPE_ADDED' || type === 'TYPE_REMOVED')
      .map(({ path }) => path),
  );
  return changes.filter(({ type, path }) => {
    if (String(type).startsWith('DIRECTIVE_') || DESCRIPTION_ADDED.test(type)) return false;
    const [typeName, ...parts] = (path ?? '').split('.');
    return parts.length === 0 || !whole.has(typeName);
  });
}

/** True when no client has ever seen the type or field that the change is about. */
function isInternal({ path }: Change, api: readonly GraphQLSchema[]): boolean {
  const [typeName = '', fieldName] = (path ?? '').split('.');
  if (typeName.startsWith('_') || typeName.startsWith('@')) return false;
  return !api.some((schema) => {
    const type = schema.getType(typeName);
    if (!type || fieldName === undefined) return type !== undefined;
    if ('getValues' in type) return true;
    return 'getFields' in type && fieldName in type.getFields();
  });
}
