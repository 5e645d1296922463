import { GraphQLError } from 'graphql';
import { refusal } from '../../common/process/errors/refusals.ts';
import { isObject, type Json } from '../../common/process/http/json.ts';
import type { FieldShape, ObjectShape, TypeShape, ValueShape } from './answer-shape.ts';
import type { Path } from './joined-data.ts';
import type { Failure, Lacks } from './lacking-objects.ts';

export interface ShapedAnswer {
  data: Json | null;
  /**
   * Each null that says nothing by itself: what a failed fetch left out, at the place that is null
   * for it, and what the schema forbids, at the field where it stood.
   */
  errors: GraphQLError[];
}

/** Stands for a null that its parent may not hold. */
const INVALID = Symbol('invalid');
const NOTHING_LACKS: Lacks = new Map();

/**
 * Picks what an operation wants out of what the subgraphs gave, in the operation's order. A value
 * that the schema forbids becomes null, and so does what may not hold a null.
 */
export function shapeAnswer(
  given: Json,
  wanted: TypeShape,
  lacks: Lacks = NOTHING_LACKS,
): ShapedAnswer {
  const shaping: Shaping = { errors: [], path: [], lacks, cause: null, told: new Set() };
  const data = shapeObject(shaping, given, wanted);
  tellCause(shaping);
  for (const lack of new Set(lacks.values())) {
    // Nothing is null for it, yet it has failed.
    if (typeof lack === 'object' && !shaping.told.has(lack)) shaping.errors.push(lack.error);
  }
  return { data: data === INVALID ? null : data, errors: shaping.errors };
}

type LackOf = Lacks extends Map<unknown, infer Lack> ? Lack : never;

/** The answer under way: its errors so far, and the place that is being shaped. */
interface Shaping {
  errors: GraphQLError[];
  path: Path;
  lacks: Lacks;
  /** The reason for an invalid value, when a fetch did not give it. */
  cause: LackOf | null;
  told: Set<Failure>;
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
      ? shapeField(shaping, given, field, value)
      : (typename ?? forbidType(shaping, given, responseName));
    if (shapedValue === INVALID) return INVALID;
    shaped[responseName] = shapedValue;
  }
  return shaped;
}

function shapeField(
  shaping: Shaping,
  object: Json,
  { responseName, key }: FieldShape,
  wanted: ValueShape,
): unknown {
  const given = object[key];
  // Most values are leaves as they should be: they need no path.
  if (wanted.kind === 'Leaf' && wanted.accepts(given)) return given;
  if (given === undefined) shaping.cause = shaping.lacks.get(object) ?? null;
  shaping.path.push(responseName);
  const shaped = shapeValue(shaping, given, wanted);
  shaping.path.pop();
  return shaped;
}

function shapeValue(shaping: Shaping, given: unknown, wanted: ValueShape): unknown {
  const toldBefore = shaping.errors.length;
  const shaped =
    given === null || given === undefined ? null : shapePresent(shaping, given, wanted);
  if (shaped !== null) return shaped;
  if (!wanted.isRequired) {
    tellCause(shaping);
    return null;
  }
  const isTold = shaping.errors.length > toldBefore || shaping.cause !== null;
  if (!isTold) forbid(shaping);
  return INVALID;
}

/** Tells why the place that is being shaped is null, when a failed fetch is the reason. */
function tellCause(shaping: Shaping): void {
  const { cause, path, errors, told } = shaping;
  shaping.cause = null;
  if (cause === null || typeof cause === 'string') return;
  told.add(cause);
  const { message, extensions } = cause.error;
  errors.push(
    new GraphQLError(message, { ...(path.length > 0 && { path: [...path] }), extensions }),
  );
}

function shapePresent(shaping: Shaping, given: unknown, wanted: ValueShape): unknown {
  switch (wanted.kind) {
    case 'Leaf':
      return wanted.accepts(given) ? given : forbid(shaping);
    case 'List':
      return shapeList(shaping, given, wanted.item);
    case 'Object':
      return shapeNested(shaping, given, wanted);
  }
}

function shapeList(shaping: Shaping, given: unknown, item: ValueShape): unknown[] | null {
  if (!Array.isArray(given)) return forbid(shaping);
  let isInvalid = false;
  let cause: Shaping['cause'] = null;
  const shaped = given.map((one: unknown, index) => {
    shaping.path.push(index);
    const value = shapeValue(shaping, one, item);
    shaping.path.pop();
    isInvalid ||= value === INVALID;
    // The cause of one item says nothing about the next.
    cause ??= shaping.cause;
    shaping.cause = null;
    return value;
  });
  shaping.cause = cause;
  return isInvalid ? null : shaped;
}

function shapeNested(shaping: Shaping, given: unknown, wanted: ObjectShape): Json | null {
  if (!isObject(given)) return forbid(shaping);
  const shape = wanted.ofType(given['__typename']);
  if (!shape) return forbid(shaping);
  const shaped = shapeObject(shaping, given, shape);
  return shaped === INVALID ? null : shaped;
}

/** A subgraph that knows an interface only was to say which of its types an object has. */
function forbidType(shaping: Shaping, object: Json, responseName: string): typeof INVALID {
  const cause = shaping.lacks.get(object);
  if (cause !== undefined) {
    // The subgraph that was to say so knows nothing of the object, or has failed.
    shaping.cause = cause;
    return INVALID;
  }
  shaping.path.push(responseName);
  forbid(shaping);
  shaping.path.pop();
  return INVALID;
}

/** A value that the schema forbids here is a mistake of its subgraph; the place becomes null. */
function forbid(shaping: Shaping): null {
  const { message, extensions } = refusal('INTERNAL_SERVER_ERROR');
  const path = [...shaping.path];
  const originalError = new Error(`the schema forbids the value at ${path.join('.')}`);
  shaping.errors.push(new GraphQLError(message, { path, extensions, originalError }));
  return null;
}
