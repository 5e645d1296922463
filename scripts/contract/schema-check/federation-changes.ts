import type { CheckFinding } from './finding.ts';
import type { GraphVersion, SubgraphFile } from './graph-version.ts';
import { ownershipChanges } from './ownership-changes.ts';
import { elementsOf, has, resolvableKeysOf, type SchemaElement, usesOf } from './subgraph-facts.ts';

const INTERNAL_TAG = '@tag(name: "internal")';
/** They change what a router fetches, or who may answer, without changing what clients see. */
const PLANNING_DIRECTIVES = [
  'requires',
  'provides',
  'external',
  'interfaceObject',
  'authenticated',
];

/** The changes in how the subgraphs make one graph: owners, keys, and who sees each part. */
export function federationChanges(base: GraphVersion, head: GraphVersion): CheckFinding[] {
  const before = base.subgraphs.flatMap(elementsOf);
  const now = head.subgraphs.flatMap(elementsOf);
  return [
    ...subgraphChanges(base.subgraphs, head.subgraphs),
    ...keyChanges(base.subgraphs, head.subgraphs),
    ...ownershipChanges(before, now),
    ...visibilityChanges(before, now),
    ...planningChanges(before, now),
  ];
}

function subgraphChanges(
  before: readonly SubgraphFile[],
  now: readonly SubgraphFile[],
): CheckFinding[] {
  const [old, current] = [before, now].map((files) => new Set(files.map(({ name }) => name)));
  const removed = [...(old ?? [])].filter((name) => !current?.has(name));
  const added = [...(current ?? [])].filter((name) => !old?.has(name));
  return [
    ...removed.map((name) => ({
      level: 'warning' as const,
      code: 'SUBGRAPH_REMOVED',
      subject: name,
      message: `${name} is gone: stop its processes only after every router runs the new graph.`,
    })),
    ...added.map((name) => ({
      level: 'info' as const,
      code: 'SUBGRAPH_ADDED',
      subject: name,
      message: `${name} is new: it must answer before a router runs the new graph.`,
    })),
  ];
}

function keyChanges(before: readonly SubgraphFile[], now: readonly SubgraphFile[]): CheckFinding[] {
  const [old, current] = [before, now].map((files) => files.flatMap(resolvableKeysOf));
  const textOf = (key: { subgraph: string; type: string; fields: string }) =>
    `${key.type} by "${key.fields}" from ${key.subgraph}`;
  const difference = (some: typeof old = [], others: typeof old = []) => {
    const known = new Set(others.map(textOf));
    return some.filter((key) => !known.has(textOf(key)));
  };
  const stays = (key: { type: string; subgraph: string }) =>
    now.some(
      (file) =>
        file.name === key.subgraph &&
        elementsOf(file).some(({ coordinate }) => coordinate === key.type),
    );
  return [
    ...difference(old, current)
      .filter(stays)
      .map((key) => ({
        level: 'error' as const,
        code: 'KEY_REMOVED',
        subject: `${key.type}(${key.fields})`,
        message: `Nobody can fetch ${textOf(key)} any more: a running router may still ask so.`,
      })),
    ...difference(current, old).map((key) => ({
      level: 'info' as const,
      code: 'KEY_ADDED',
      subject: `${key.type}(${key.fields})`,
      message: `Routers can fetch ${textOf(key)}: the subgraph must answer before they do.`,
    })),
  ];
}

/** An element is hidden from clients when any subgraph hides it. */
function visibilityChanges(
  before: readonly SchemaElement[],
  now: readonly SchemaElement[],
): CheckFinding[] {
  const existing = new Set(now.map(({ coordinate }) => coordinate));
  const hidden = new Set(
    now.filter((element) => has(element, 'inaccessible')).map(({ coordinate }) => coordinate),
  );
  const shown = before.filter(
    (element) =>
      has(element, 'inaccessible') &&
      existing.has(element.coordinate) &&
      !hidden.has(element.coordinate),
  );
  return shown.map((element) => {
    const isInternal = usesOf(element, 'tag').includes(INTERNAL_TAG);
    const { coordinate: subject } = element;
    const was = isInternal ? 'is for services only' : 'was hidden';
    const message = `${subject} ${was}, and clients would see it now that @inaccessible is gone.`;
    return {
      level: isInternal ? 'error' : 'warning',
      code: 'INACCESSIBLE_REMOVED',
      subject,
      message,
    };
  });
}

function planningChanges(
  before: readonly SchemaElement[],
  now: readonly SchemaElement[],
): CheckFinding[] {
  const placeOf = ({ subgraph, coordinate }: SchemaElement) => `${subgraph} ${coordinate}`;
  const current = new Map(now.map((element) => [placeOf(element), element]));
  return before.flatMap((old) => {
    const element = current.get(placeOf(old));
    if (!element) return [];
    return PLANNING_DIRECTIVES.flatMap((name) => {
      const [was, is] = [old, element].map((one) => usesOf(one, name).join(' ') || 'none');
      if (was === is) return [];
      const message = `${old.subgraph} changes @${name} of ${old.coordinate} from ${was} to ${is}.`;
      const subject = old.coordinate;
      return [{ level: 'warning' as const, code: 'PLANNING_DIRECTIVE_CHANGED', subject, message }];
    });
  });
}
