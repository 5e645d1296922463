import { REFUSALS } from '../../common/process/errors/refusals.ts';
import { isObject } from '../../common/process/http/json.ts';
import type { SubgraphAnswer, SubgraphError } from './subgraph-call.ts';

/** Most entities asked for in one call. */
const MAX_ENTITIES_PER_CALL = 1_000;

/** The entities to ask for, each once, and the places of their answers. */
export interface EntityBatches {
  /** The representations of each call. */
  batches: unknown[][];
  /** Turns one answer per batch into the one answer that the gateway waits for. */
  merge(answers: SubgraphAnswer[]): SubgraphAnswer;
}

/**
 * Asks for identical entities once, and for at most `maxPerCall` of them in one call: a page of
 * sales names the same few products over and over.
 */
export function batchEntities(
  representations: readonly unknown[],
  maxPerCall: number = MAX_ENTITIES_PER_CALL,
): EntityBatches {
  const root = newBranch();
  const unique: unknown[] = [];
  const positionsBySlot: number[][] = [];

  representations.forEach((representation, position) => {
    const { slots, end } = placeOf(representation, root);
    const slot = slots.get(end);
    if (slot !== undefined) positionsBySlot[slot]?.push(position);
    else {
      slots.set(end, unique.length);
      unique.push(representation);
      positionsBySlot.push([position]);
    }
  });

  const batches: unknown[][] = [];
  for (let start = 0; start < unique.length; start += maxPerCall) {
    batches.push(unique.slice(start, start + maxPerCall));
  }
  return {
    batches,
    merge: (answers) => mergeAnswers(answers, { positionsBySlot, maxPerCall }),
  };
}

/** Representations that begin alike. */
interface Branch {
  /** By the name or the value that comes next. */
  next: Map<string, Branch>;
  /** The number of each representation that ends here, by what it ends with. */
  slots: Map<string, number>;
}

function newBranch(): Branch {
  return { next: new Map(), slots: new Map() };
}

function branchAt({ next }: Branch, part: string): Branch {
  const known = next.get(part);
  if (known) return known;
  const branch = newBranch();
  next.set(part, branch);
  return branch;
}

/**
 * Finds where a representation ends, name by name and value by value; one whose values are not all
 * texts ends with its JSON. To write each as JSON takes three times as long.
 */
function placeOf(representation: unknown, root: Branch): Pick<Branch, 'slots'> & { end: string } {
  const fields = isObject(representation) ? representation : {};
  let branch = root;
  let end: string | null = null;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (typeof value !== 'string')
      return { slots: root.slots, end: JSON.stringify(representation) };
    branch = branchAt(end === null ? branch : branchAt(branch, end), name);
    end = value;
  }
  return { slots: branch.slots, end: end ?? JSON.stringify(representation) };
}

interface Slots {
  /** The places, in the gateway's list, of each entity that was asked for. */
  positionsBySlot: readonly (readonly number[])[];
  maxPerCall: number;
}

function mergeAnswers(answers: SubgraphAnswer[], slots: Slots): SubgraphAnswer {
  const { positionsBySlot, maxPerCall } = slots;
  const entities: unknown[] = new Array(positionsBySlot.flat().length).fill(null);
  const errors: SubgraphError[] = [];

  answers.forEach((answer, batch) => {
    const places = positionsBySlot.slice(batch * maxPerCall, (batch + 1) * maxPerCall);
    const received = isAboutOthers(answer, places.length)
      ? null
      : entitiesOf(answer, places.length);
    received?.forEach((entity: unknown, index) => {
      // Equal entities may share one object: whatever else is merged into it is equal too.
      for (const position of places[index] ?? []) entities[position] = entity;
    });
    const told = received || answer.errors.length > 0 ? answer.errors : [UNUSABLE];
    errors.push(...told.flatMap((error) => placeError(error, places, received)));
  });
  return {
    data: { _entities: entities },
    errors,
    answered: answers.every(({ answered }) => answered),
  };
}

/** An answer that names no entity for each that was asked for says nothing about any of them. */
const UNUSABLE: SubgraphError = {
  message: REFUSALS.SERVICE_UNAVAILABLE.message,
  extensions: { code: 'SERVICE_UNAVAILABLE' },
};

/** An error at a place that was not asked for: nobody knows which entities the others are. */
function isAboutOthers({ errors }: SubgraphAnswer, length: number): boolean {
  return errors.some(({ path }) => typeof path?.[1] === 'number' && path[1] >= length);
}

/** @returns null when the list is missing or of another length: nobody knows which is which */
function entitiesOf({ data }: SubgraphAnswer, length: number): unknown[] | null {
  const received = data?.['_entities'];
  return Array.isArray(received) && received.length === length ? received : null;
}

/**
 * An error about one entity is told everywhere it stands; one about a whole call, or about an
 * entity that was not asked for, wherever the call left nothing.
 */
function placeError(
  error: SubgraphError,
  places: Slots['positionsBySlot'],
  received: readonly unknown[] | null,
): SubgraphError[] {
  const [, index, ...rest] = error.path ?? [];
  const ofEntity = typeof index === 'number' && received ? places[index] : undefined;
  if (ofEntity) {
    return ofEntity.map((position) => ({ ...error, path: ['_entities', position, ...rest] }));
  }
  const left = places.filter((_, slot) => received?.[slot] == null).flat();
  const positions = left.length > 0 ? left : (places[0]?.slice(0, 1) ?? []);
  return positions.map((position) => ({ ...error, path: ['_entities', position] }));
}
