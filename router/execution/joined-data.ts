import { isObject, type Json } from '../../common/process/http/json.ts';

export type Path = (string | number)[];

/**
 * Joins into an object what another fetch gave of it. Lists of the same length are joined item by
 * item; any other value replaces what was there. Parts of `source` become parts of `target`.
 */
export function mergeInto(target: Json, source: unknown): void {
  if (!isObject(source)) return;
  for (const name of Object.keys(source)) {
    // It would reach the prototype of all objects; no operation with such a name comes here.
    if (name === '__proto__') continue;
    const given = source[name];
    if (given === undefined) continue;
    const own = target[name];
    if (isObject(own) && isObject(given)) mergeInto(own, given);
    else if (Array.isArray(own) && Array.isArray(given) && own.length === given.length) {
      mergeLists(own, given);
    } else target[name] = given;
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  source.forEach((given, index) => {
    const own = target[index];
    if (isObject(own) && isObject(given)) mergeInto(own, given);
    else if (Array.isArray(own) && Array.isArray(given) && own.length === given.length) {
      mergeLists(own, given);
    } else target[index] = given;
  });
}

/**
 * Visits each object that stands at a place, in the order of the answer.
 * @param place names of fields, with `@` for each item of a list
 * @param visit gets the path with indexes too; it is valid only until `visit` returns
 */
export function visitObjects(
  data: Json,
  place: readonly string[],
  visit: (object: Json, path: Readonly<Path>) => void,
): void {
  const path: Path = [];
  const walk = (value: unknown, depth: number): void => {
    const part = place[depth];
    if (part === undefined) {
      if (isObject(value)) visit(value, path);
    } else if (part === '@') {
      if (!Array.isArray(value)) return;
      for (let index = 0; index < value.length; index++) {
        path.push(index);
        walk(value[index], depth + 1);
        path.pop();
      }
    } else if (isObject(value)) {
      path.push(part);
      walk(value[part], depth + 1);
      path.pop();
    }
  };
  walk(data, 0);
}
