import { HttpRefusal } from './http-server.ts';

/** An object of JSON; no list and no scalar. */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The only way into a text for half a surrogate: UTF-8 has none, and JSON can escape one. */
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/** @throws HttpRefusal BAD_USER_INPUT when the text is no JSON, or a text in it is malformed */
export function parseJson(text: string): unknown {
  const value = parse(text);
  if (!ESCAPED_SURROGATE.test(text) || isWellFormed(value)) return value;
  throw new HttpRefusal('BAD_USER_INPUT', 'Un texto contiene un carácter incompleto.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const refusal = new HttpRefusal('BAD_USER_INPUT', 'El cuerpo no es JSON.');
    refusal.cause = cause;
    throw refusal;
  }
}

/** Whether every text of a value is well-formed, its names too; however deep it is nested. */
function isWellFormed(value: unknown): boolean {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string' && !next.isWellFormed()) return false;
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, below] of Object.entries(next)) open.push(name, below);
  }
  return true;
}
