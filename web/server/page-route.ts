import { acceptedEncoding } from '../../common/process/http/compression.ts';
import {
  type HttpCall,
  HttpRefusal,
  type HttpReply,
  type Route,
} from '../../common/process/http/http-server.ts';
import type { BuiltFile, BuiltFiles } from './built-files.ts';

/** Paths that the page itself understands: words, without the dot of a file. */
const PAGE_PATH = /^(?:\/[\w-]+)*\/?$/;
/** Below these stand routes, or nothing. */
const NO_PAGE = /^\/(?:graphql|caos|health)\//;

/** Answers the built files, and the page for every path that the page understands. */
export function createPageRoute({ byPath, index }: BuiltFiles): Route {
  return async (call) => {
    const { method, pathname } = call;
    const file = byPath.get(pathname) ?? (isOfPage(pathname) ? index : undefined);
    if (file === undefined) throw new HttpRefusal('NOT_FOUND');
    if (method !== 'GET' && method !== 'HEAD') {
      throw new HttpRefusal('METHOD_NOT_ALLOWED', undefined, { allow: 'GET, HEAD' });
    }
    return replyWith(file, call.headers);
  };
}

function isOfPage(pathname: string): boolean {
  return PAGE_PATH.test(pathname) && !NO_PAGE.test(pathname);
}

function replyWith(file: BuiltFile, asked: HttpCall['headers']): HttpReply {
  const encoding = acceptedEncoding(asked, Object.keys(file.compressed));
  const body = encoding === null ? undefined : file.compressed[encoding];
  // Each encoding is a representation of its own.
  const etag = `"${file.hash}${encoding === null ? '' : `-${encoding}`}"`;
  const headers = { ...file.headers, etag, vary: 'accept-encoding' };
  if (isKnown(etag, asked['if-none-match'])) return { status: 304, headers, body: '' };
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': file.contentType,
      ...(body !== undefined && encoding !== null && { 'content-encoding': encoding }),
    },
    body: body ?? file.plain,
  };
}

function isKnown(etag: string, known: string | undefined): boolean {
  if (known === undefined) return false;
  return known
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replace('W/', '') === etag);
}
