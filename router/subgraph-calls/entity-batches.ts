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
  const slotByText = new Map<string, number>();
  const unique: unknown[] = [];
  const positionsBySlot: number[][] = [];

  representations.forEach((representation, position) => {
    const text = JSON.stringify(representation);
    const slot = slotByText.get(text);
    if (slot !== undefined) positionsBySlot[slot]?.push(position);
    else {
      slotByText.set(text, unique.length);
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

interface Slots {
  /** The places, in the gateway's list, of each entity that was asked for. */
  positionsBySlot: readonly (readonly number[])[];
  maxPerCall: number;
}

function mergeAnswers(answers: SubgraphAnswer[], slots: Slots): SubgraphAnswer {
  const { positionsBySlot, maxPerCall } = slots;
  const entities: unknown[] = new Array(positionsBySlot.flat().length).fill(null);
  const errors: SubgraphError[] = [];

  answers.forEach(({ data, errors: batchErrors }, batch) => {
    const firstSlot = batch * maxPerCall;
    const received = Array.isArray(data?.['_entities']) ? data['_entities'] : [];
    received.forEach((entity: unknown, index) => {
      // Equal entities may share one object: whatever else the gateway merges into it is equal too.
      for (const position of positionsBySlot[firstSlot + index] ?? []) entities[position] = entity;
    });
    errors.push(...batchErrors.flatMap((error) => placeError(error, firstSlot, positionsBySlot)));
  });
  return {
    data: { _entities: entities },
    errors: oneErrorPerAbsence(answers, errors),
    answered: answers.every(({ answered }) => answered),
  };
}

/** An error about one entity is told everywhere it stands; one about a whole call, once. */
function placeError(
  error: SubgraphError,
  firstSlot: number,
  positionsBySlot: Slots['positionsBySlot'],
): SubgraphError[] {
  const [, index, ...rest] = error.path ?? [];
  if (typeof index !== 'number') {
    const [first = 0] = positionsBySlot[firstSlot] ?? [];
    return [{ ...error, path: ['_entities', first] }];
  }
  const positions = positionsBySlot[firstSlot + index] ?? [];
  return positions.map((position) => ({ ...error, path: ['_entities', position, ...rest] }));
}

/** When no call was answered, all failed for the same cause: the first error says it. */
function oneErrorPerAbsence(answers: SubgraphAnswer[], errors: SubgraphError[]): SubgraphError[] {
  return answers.some(({ answered }) => answered) ? errors : errors.slice(0, 1);
}
