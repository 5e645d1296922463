import { deadlineIn, REQUEST_BUDGET_MS } from '../../common/process/http/deadline.ts';
import {
  type AllowMore,
  type HttpCall,
  HttpRefusal,
} from '../../common/process/http/http-server.ts';
import { isObject, parseJson } from '../../common/process/http/json.ts';
import type { ReceivedRequest } from './received-request.ts';

/** Inputs of the graph have less than ten; what JSON can read can be too deep to be written. */
const MAX_LEVELS = 32;

/** A request whose body has been read. */
export type ReadRequest = Readonly<
  ReceivedRequest & {
    /** Of a POST, as JSON reads it. */
    body: unknown;
    /** The length of that body's text; of a GET, of its search. */
    characters: number;
    /** Null for no single operation: its refusal, or the Sandbox, is Apollo's matter. */
    requested: RequestedOperation | null;
  }
>;

/** The GraphQL request in an HTTP request, as it was sent: only its form is checked. */
export interface RequestedOperation {
  query: unknown;
  /** Names a document of the manifest instead of sending it. */
  documentId: string | undefined;
  operationName: unknown;
  variables: unknown;
  extensions: unknown;
}

/**
 * Reads the request that a client makes by GET or POST. Its time begins once it has been read: a
 * client with a slow line gets as much as any other.
 * @throws HttpRefusal for any other method, when the body is too large, compressed, no JSON, or not
 *   declared as JSON, when its values are nested too deeply, and for a GET that any page can send
 */
export async function readRequest(
  request: ReceivedRequest,
  allowMore: AllowMore,
): Promise<ReadRequest> {
  const { method, search } = request.call;
  switch (method) {
    case 'GET': {
      const requested = fromSearch(new URLSearchParams(search));
      if (requested?.query || requested?.documentId) assertNoSimpleRequest(request.call);
      return { ...request, body: undefined, characters: search.length, requested };
    }
    case 'POST': {
      const text = await readText(request.call, allowMore);
      const body = parseJson(text);
      const requested = isObject(body) ? fromFields(body) : null;
      const deadline = deadlineIn(REQUEST_BUDGET_MS);
      return { ...request, deadline, body, characters: text.length, requested };
    }
    default:
      throw new HttpRefusal('METHOD_NOT_ALLOWED', undefined, { allow: 'GET, POST' });
  }
}

/** Any page can make a browser send a GET, with its cookies, but not with one of these headers. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);

/** @throws HttpRefusal BAD_USER_INPUT for a request that a browser sends without a preflight */
function assertNoSimpleRequest({ headers }: HttpCall): void {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
  const type = mediaType.trim().toLowerCase();
  const isDeclared = type !== '' && !SIMPLE_TYPES.has(type);
  if (isDeclared || PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  const detail = `Por seguridad (CSRF), envíe el encabezado "${PREFLIGHT_HEADERS[0]}: true".`;
  throw new HttpRefusal('BAD_USER_INPUT', detail);
}

async function readText(call: HttpCall, allowMore: AllowMore): Promise<string> {
  const [mediaType] = (call.headers['content-type'] ?? '').split(';');
  if (mediaType?.trim().toLowerCase() !== 'application/json') {
    throw new HttpRefusal('UNSUPPORTED_MEDIA_TYPE', 'Use "content-type: application/json".');
  }
  const encoding = call.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new HttpRefusal('UNSUPPORTED_MEDIA_TYPE', 'Envíe el cuerpo sin comprimir.');
  }
  return call.readBody(allowMore);
}

function fromSearch(search: URLSearchParams): RequestedOperation | null {
  const fields: Record<string, unknown> = Object.fromEntries(search);
  // A name that comes twice is refused by Apollo; which of the two would be meant is not guessed.
  if (search.size !== Object.keys(fields).length) return null;
  for (const name of ['variables', 'extensions']) {
    const text = search.get(name);
    if (text) fields[name] = parseJson(text);
  }
  return fromFields(fields);
}

function fromFields(fields: Record<string, unknown>): RequestedOperation {
  const { query, operationName, variables, extensions } = fields;
  for (const [name, value] of Object.entries({ variables, extensions })) {
    if (!isDeeperThan(MAX_LEVELS, value)) continue;
    throw new HttpRefusal('BAD_USER_INPUT', `"${name}": el máximo es ${MAX_LEVELS} niveles.`);
  }
  return {
    query,
    documentId: documentIdOf(fields),
    // Some clients send it always.
    operationName: operationName === '' ? undefined : operationName,
    variables,
    extensions: withoutPersistedQuery(extensions),
  };
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((below) => isDeeperThan(levels - 1, below));
}

/**
 * The id of a document, as the GraphQL-over-HTTP draft on persisted documents sends it
 * (`documentId`), or as the clients of Apollo do (`extensions.persistedQuery.sha256Hash`).
 */
function documentIdOf({ documentId, extensions }: Record<string, unknown>): string | undefined {
  if (typeof documentId === 'string') return documentId;
  const persisted = isObject(extensions) ? extensions['persistedQuery'] : undefined;
  const hash = isObject(persisted) ? persisted['sha256Hash'] : undefined;
  return typeof hash === 'string' ? hash : undefined;
}

function withoutPersistedQuery(extensions: unknown): unknown {
  if (!isObject(extensions)) return extensions;
  const { persistedQuery: _persistedQuery, ...others } = extensions;
  return Object.keys(others).length > 0 ? others : undefined;
}
