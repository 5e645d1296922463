import { HttpFault } from './http-server.ts';

/** @throws HttpFault BAD_USER_INPUT when the text is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = new HttpFault('BAD_USER_INPUT', 'El cuerpo no es JSON.');
    fault.cause = cause;
    throw fault;
  }
}
