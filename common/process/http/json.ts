import { HttpRefusal } from './http-server.ts';

/** @throws HttpRefusal BAD_USER_INPUT when the text is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const refusal = new HttpRefusal('BAD_USER_INPUT', 'El cuerpo no es JSON.');
    refusal.cause = cause;
    throw refusal;
  }
}
