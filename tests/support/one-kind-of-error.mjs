// Jest runs tests in a context of their own, with an `Error` of its own; what Node's modules throw
// is made of the outer one. Without this `error instanceof Error`, which the product relies on,
// would be false for them in tests only.
import { runInThisContext } from 'node:vm';

const isInstance = Function.prototype[Symbol.hasInstance];

for (const name of [
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'URIError',
  'DOMException',
]) {
  const inner = globalThis[name];
  const outer = runInThisContext(name);
  if (inner === outer) continue;
  Object.defineProperty(inner, Symbol.hasInstance, {
    value(value) {
      return isInstance.call(this, value) || (this === inner && isInstance.call(outer, value));
    },
  });
}
