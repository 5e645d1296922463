import type { FieldShape, ObjectShape, TypeShape, ValueShape } from './answer-shape.ts';
import type { Json, Path } from './joined-data.ts';

/** A value that the schema forbids, where it stood; the place is null now, or one above it. */
export interface ForbiddenValue {
  message: string;
  path: Path;
}

export interface ShapedAnswer {
  data: Json | null;
  forbidden: ForbiddenValue[];
}

/** Stands for a null that its parent may not hold. */
const INVALID = Symbol('invalid');

/**
 * Picks what an operation wants out of what the subgraphs gave, in the operation's order. A value
 * that the schema forbids becomes null, and so does what may not hold a null.
 */
export function shapeAnswer(given: Json, wanted: TypeShape): ShapedAnswer {
  const shaping: Shaping = { forbidden: [], path: [] };
  const data = shapeObject(shaping, given, wanted);
  return { data: data === INVALID ? null : data, forbidden: shaping.forbidden };
}

/** The answer under way: the forbidden values so far, and the place that is being shaped. */
interface Shaping {
  forbidden: ForbiddenValue[];
  path: Path;
}

function shapeObject(
  shaping: Shaping,
  given: Json,
  { typename, fields }: TypeShape,
): Json | typeof INVALID {
  const shaped: Json = {};
  for (const field of fields) {
    const { responseName, value } = field;
    const shapedValue = value
      ? shapeField(shaping, given[responseName], responseName, value)
      : typename;
    if (shapedValue === INVALID) return INVALID;
    shaped[responseName] = shapedValue;
  }
  return shaped;
}

function shapeField(
  shaping: Shaping,
  given: unknown,
  responseName: FieldShape['responseName'],
  wanted: ValueShape,
): unknown {
  // Most values are leaves as they should be: they need no path.
  if (wanted.kind === 'Leaf' && wanted.accepts(given)) return given;
  shaping.path.push(responseName);
  const shaped = shapeValue(shaping, given, wanted);
  shaping.path.pop();
  return shaped;
}

function shapeValue(shaping: Shaping, given: unknown, wanted: ValueShape): unknown {
  const forbiddenBefore = shaping.forbidden.length;
  const shaped =
    given === null || given === undefined ? null : shapePresent(shaping, given, wanted);
  if (shaped !== null || !wanted.isRequired) return shaped;
  const isTold = shaping.forbidden.length > forbiddenBefore;
  if (!isTold) forbid(shaping, 'null where a value is required');
  return INVALID;
}

function shapePresent(shaping: Shaping, given: unknown, wanted: ValueShape): unknown {
  switch (wanted.kind) {
    case 'Leaf':
      return wanted.accepts(given) ? given : forbid(shaping, 'a value of another type');
    case 'List':
      return shapeList(shaping, given, wanted.item);
    case 'Object':
      return shapeNested(shaping, given, wanted);
  }
}

function shapeList(shaping: Shaping, given: unknown, item: ValueShape): unknown[] | null {
  if (!Array.isArray(given)) throw new Error(`no list at ${shaping.path.join('.')}`);
  let isInvalid = false;
  const shaped = given.map((one: unknown, index) => {
    shaping.path.push(index);
    const value = shapeValue(shaping, one, item);
    shaping.path.pop();
    isInvalid ||= value === INVALID;
    return value;
  });
  return isInvalid ? null : shaped;
}

function shapeNested(shaping: Shaping, given: unknown, wanted: ObjectShape): Json | null {
  if (typeof given !== 'object') throw new Error(`no object at ${shaping.path.join('.')}`);
  const object = given as Json;
  const shape = wanted.ofType(object['__typename']);
  if (!shape) return forbid(shaping, 'an object of a type that is unknown here');
  const shaped = shapeObject(shaping, object, shape);
  return shaped === INVALID ? null : shaped;
}

function forbid(shaping: Shaping, message: string): null {
  shaping.forbidden.push({ message, path: [...shaping.path] });
  return null;
}
