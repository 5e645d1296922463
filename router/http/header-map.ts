import { HeaderMap } from '@apollo/server';
import type { HttpCall } from '../../common/process/http/http-server.ts';

/** The headers of a request in the form that Apollo Server takes. */
export function headerMapOf(call: HttpCall): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(call.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
