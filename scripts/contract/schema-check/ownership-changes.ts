import type { CheckFinding } from './finding.ts';
import { has, type SchemaElement, textArgument } from './subgraph-facts.ts';

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

/**
 * The owner of each field, and whether a field goes over from one subgraph to another in safe
 * steps.
 */
export function ownershipChanges(
  before: readonly SchemaElement[],
  now: readonly SchemaElement[],
): CheckFinding[] {
  const current = ownersOf(now);
  const entities = new Set(
    now.filter((element) => has(element, 'key')).map(({ coordinate }) => coordinate),
  );
  return [...ownersOf(before)].flatMap(([field, old]) => {
    const owners = current.get(field);
    const [type = ''] = field.split('.');
    // Removed altogether: the checks of the clients' and the services' schema tell.
    if (!owners) return [];
    // A type that is no entity has no owner: each subgraph makes its own.
    const isOwned = entities.has(type) || type === 'Query' || type === 'Mutation';
    return isOwned ? changesOfOwners(field, old, owners) : [];
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
