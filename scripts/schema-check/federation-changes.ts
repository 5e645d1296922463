import type { CheckFinding } from './finding.ts';
import type { GraphVersion, SubgraphFile } from './graph-version.ts';
import {
  elementsOf,
  has,
  resolvableKeysOf,
  type SchemaElement,
  textArgument,
  usesOf,
} from './subgraph-facts.ts';

const INTERNAL_TAG = '@tag(name: "internal")';
/** They change what a router fetches, or who may answer, without changing what clients see. */
const PLANNING_DIRECTIVES = [
  'requires',
  'provides',
  'external',
  'interfaceObject',
  'authenticated',
];

/** What changed in how the subgraphs make one graph: who owns what, by which keys, seen by whom. */
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

/** Field → the elements of the subgraphs that resolve it, by subgraph. */
type Owners = Map<string, Map<string, SchemaElement>>;

function ownersOf(elements: readonly SchemaElement[]): Owners {
  const owners: Owners = new Map();
  for (const element of elements) {
    if (!element.isField || has(element, 'external')) continue;
    const bySubgraph = owners.get(element.coordinate) ?? new Map<string, SchemaElement>();
    owners.set(element.coordinate, bySubgraph.set(element.subgraph, element));
  }
  return owners;
}

function ownershipChanges(
  before: readonly SchemaElement[],
  now: readonly SchemaElement[],
): CheckFinding[] {
  const current = ownersOf(now);
  return [...ownersOf(before)].flatMap(([field, old]) => {
    const owners = current.get(field);
    // Removed altogether: the checks of the clients' and the services' schema tell.
    return owners ? changesOfOwners(field, old, owners) : [];
  });
}

function changesOfOwners(
  subject: string,
  before: ReadonlyMap<string, SchemaElement>,
  now: ReadonlyMap<string, SchemaElement>,
): CheckFinding[] {
  const added = [...now.keys()].filter((name) => !before.has(name));
  const removed = [...before.keys()].filter((name) => !now.has(name));
  return [
    ...removed.map((name) => ownerRemoved(subject, name, { before, added })),
    ...added
      .filter(() => removed.length === 0)
      .map((name) => ownerAdded(subject, name, now.get(name))),
    ...[...before.keys()].flatMap((name) => {
      const [old, current] = [before.get(name), now.get(name)];
      if (!old || !current || !has(old, 'override') || has(current, 'override')) return [];
      // Overriding ends well once the field is gone where it was taken from.
      return removed.length > 0 || before.size === 1 ? [] : [overrideRemoved(subject, name)];
    }),
  ];
}

function ownerRemoved(
  subject: string,
  name: string,
  { before, added }: { before: ReadonlyMap<string, SchemaElement>; added: readonly string[] },
): CheckFinding {
  const wasOverridden = [...before.values()].some((element) => overriddenBy(element) === name);
  if (wasOverridden) {
    const message = `${name} no longer has ${subject}, which another subgraph had taken over.`;
    return { level: 'info', code: 'OVERRIDE_FINISHED', subject, message };
  }
  if (added.length === 0) {
    const message = `${name} no longer answers ${subject}; others still do.`;
    return { level: 'warning', code: 'OWNER_REMOVED', subject, message };
  }
  const message =
    `${subject} moves from ${name} to ${added.join(', ')} in one step: keep it in ${name} and ` +
    `add @override(from: "${name}") to the new one first.`;
  return { level: 'error', code: 'FIELD_MOVED', subject, message };
}

function ownerAdded(
  subject: string,
  name: string,
  element: SchemaElement | undefined,
): CheckFinding {
  const from = element && overriddenBy(element);
  if (from === undefined) {
    const message = `${name} answers ${subject} too: its values must be the same.`;
    return { level: 'info', code: 'OWNER_ADDED', subject, message };
  }
  const message = `${name} takes ${subject} over from ${from}: deploy ${name} before the router.`;
  return { level: 'warning', code: 'OVERRIDE_ADDED', subject, message };
}

function overrideRemoved(subject: string, name: string): CheckFinding {
  const message = `${subject} goes back from ${name} to the subgraph that it was taken from.`;
  return { level: 'error', code: 'OVERRIDE_REMOVED', subject, message };
}

function overriddenBy({ directives }: SchemaElement): string | undefined {
  const override = directives.find(({ name }) => name.value === 'override');
  return override && textArgument(override, 'from');
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
