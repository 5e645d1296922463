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
  const shaper = new AnswerShaper();
  const data = shaper.object(given, wanted);
  return { data: data === INVALID ? null : data, forbidden: shaper.forbidden };
}

class AnswerShaper {
  readonly forbidden: ForbiddenValue[] = [];
  readonly #path: Path = [];

  object(given: Json, { typename, fields }: TypeShape): Json | typeof INVALID {
    const shaped: Json = {};
    for (const field of fields) {
      const { responseName, value } = field;
      const shapedValue = value ? this.#field(given[responseName], responseName, value) : typename;
      if (shapedValue === INVALID) return INVALID;
      shaped[responseName] = shapedValue;
    }
    return shaped;
  }

  #field(given: unknown, responseName: FieldShape['responseName'], wanted: ValueShape): unknown {
    // Most values are leaves as they should be: they need no path.
    if (wanted.kind === 'Leaf' && wanted.accepts(given)) return given;
    this.#path.push(responseName);
    const shaped = this.#value(given, wanted);
    this.#path.pop();
    return shaped;
  }

  #value(given: unknown, wanted: ValueShape): unknown {
    const forbiddenBefore = this.forbidden.length;
    const shaped = given === null || given === undefined ? null : this.#present(given, wanted);
    if (shaped !== null || !wanted.isRequired) return shaped;
    if (this.forbidden.length === forbiddenBefore) this.#forbid('null where a value is required');
    return INVALID;
  }

  #present(given: unknown, wanted: ValueShape): unknown {
    switch (wanted.kind) {
      case 'Leaf':
        return wanted.accepts(given) ? given : this.#forbid('a value of another type');
      case 'List':
        return this.#list(given, wanted.item);
      case 'Object':
        return this.#nested(given, wanted);
    }
  }

  #list(given: unknown, item: ValueShape): unknown[] | null {
    if (!Array.isArray(given)) throw new Error(`no list at ${this.#path.join('.')}`);
    let isInvalid = false;
    const shaped = given.map((one: unknown, index) => {
      this.#path.push(index);
      const value = this.#value(one, item);
      this.#path.pop();
      isInvalid ||= value === INVALID;
      return value;
    });
    return isInvalid ? null : shaped;
  }

  #nested(given: unknown, wanted: ObjectShape): Json | null {
    if (typeof given !== 'object') throw new Error(`no object at ${this.#path.join('.')}`);
    const object = given as Json;
    const shape = wanted.ofType(object['__typename']);
    if (!shape) return this.#forbid('an object of a type that is unknown here');
    const shaped = this.object(object, shape);
    return shaped === INVALID ? null : shaped;
  }

  #forbid(message: string): null {
    this.forbidden.push({ message, path: [...this.#path] });
    return null;
  }
}
