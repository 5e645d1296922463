import { GraphQLError } from 'graphql';

/** Everything that the parts of the graph need to know of a refusal. */
interface Refusal {
  /** For people, in Spanish; a detail may follow it. */
  message: string;
  /** HTTP status of an answer that is nothing but this refusal. */
  status: number;
  /** A subgraph may throw it, and the router passes it on; others are the graph's own mistakes. */
  isPublic: boolean;
  /** A message that came from a library says what the client did wrong, and is added. */
  explains: boolean;
  /** Seconds after which a client may try again, for `retry-after`; null: nothing is known. */
  retryAfter: number | null;
}

type Traits = Partial<Pick<Refusal, 'isPublic' | 'explains' | 'retryAfter'>>;

/** A refusal of the graph's own making, unless its traits say otherwise. */
function define(status: number, message: string, traits: Traits = {}): Refusal {
  return { message, status, isPublic: false, explains: false, retryAfter: null, ...traits };
}

const BAD_INPUT = 'Datos de entrada inválidos.';

/** Every unexpected failure that a client may see: all that is to be known of it. */
export const REFUSALS = {
  BAD_USER_INPUT: define(400, BAD_INPUT, { isPublic: true, explains: true }),
  GRAPHQL_VALIDATION_FAILED: define(400, BAD_INPUT, { explains: true }),
  GRAPHQL_PARSE_FAILED: define(400, BAD_INPUT, { explains: true }),
  OPERATION_TOO_LARGE: define(400, 'La operación supera los límites.'),
  OPERATION_NOT_TRUSTED: define(400, 'La operación no está registrada.'),
  // A client of Apollo sends the text then, if HTTP does not say that the request was wrong.
  PERSISTED_QUERY_NOT_SUPPORTED: define(200, 'La operación no está registrada; envíe su texto.'),
  METHOD_NOT_ALLOWED: define(405, 'Método no permitido.'),
  NOT_FOUND: define(404, 'La dirección no existe.'),
  UNSUPPORTED_MEDIA_TYPE: define(415, 'El formato de la solicitud no se admite.'),
  PAYLOAD_TOO_LARGE: define(413, 'La solicitud es demasiado grande.'),
  UNAUTHENTICATED: define(401, 'Inicie sesión para continuar.', { isPublic: true }),
  FORBIDDEN: define(403, 'Acceso denegado.', { isPublic: true }),
  SERVICE_TOKEN_INVALID: define(403, 'Acceso denegado (API Key inválida).'),
  RATE_LIMITED: define(429, 'Demasiadas solicitudes; intente más tarde.', { isPublic: true }),
  SERVER_BUSY: define(503, 'Servicio ocupado; intente de nuevo en unos segundos.', {
    isPublic: true,
    retryAfter: 1,
  }),
  TIMEOUT: define(504, 'El servicio tardó demasiado en responder.', { isPublic: true }),
  SERVICE_UNAVAILABLE: define(503, 'Servicio no disponible; intente de nuevo.', {
    isPublic: true,
    retryAfter: 1,
  }),
  INVENTORY_UNAVAILABLE: define(503, 'Inventario no disponible.', { isPublic: true }),
  INTERNAL_SERVER_ERROR: define(500, 'Falla interna del servidor.'),
};

export type RefusalCode = keyof typeof REFUSALS;

export function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(REFUSALS, code);
}

/** The headers that go with a refusal, if any: when to come again, or how to say who one is. */
export function refusalHeaders(code: RefusalCode): Record<string, string> {
  if (code === 'UNAUTHENTICATED') return { 'www-authenticate': 'Bearer' };
  const seconds = REFUSALS[code].retryAfter;
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}

/**
 * The one form in which a refusal leaves a process: nothing but message, path, code and request id.
 */
export interface RefusalBody {
  message: string;
  path?: readonly (string | number)[];
  locations?: readonly { line: number; column: number }[];
  extensions: { code: RefusalCode; requestId: string };
}

/**
 * A refusal to throw from a resolver.
 * @param detail the exact refusal, in Spanish; must hold no secret and no internals
 */
export function refusal(code: RefusalCode, detail?: string): GraphQLError {
  const { message } = REFUSALS[code];
  return new GraphQLError(detail ? `${message} ${detail}` : message, { extensions: { code } });
}

/** A whole response body for a request that is refused before GraphQL sees it. */
export function refusalResponse(code: RefusalCode, requestId: string, detail?: string): string {
  const { message } = refusal(code, detail);
  const body: RefusalBody = { message, extensions: { code, requestId } };
  return JSON.stringify({ errors: [body] });
}
