import { GraphQLError } from 'graphql';

/** Every unexpected failure that a client may see, with its message and HTTP status. */
export const FAULTS = {
  BAD_USER_INPUT: { message: 'Datos de entrada inválidos.', status: 400 },
  GRAPHQL_VALIDATION_FAILED: { message: 'Datos de entrada inválidos.', status: 400 },
  GRAPHQL_PARSE_FAILED: { message: 'Datos de entrada inválidos.', status: 400 },
  OPERATION_TOO_LARGE: { message: 'La operación supera los límites.', status: 400 },
  OPERATION_NOT_TRUSTED: { message: 'La operación no está registrada.', status: 400 },
  METHOD_NOT_ALLOWED: { message: 'Método no permitido.', status: 405 },
  NOT_FOUND: { message: 'La dirección no existe.', status: 404 },
  UNSUPPORTED_MEDIA_TYPE: { message: 'El formato de la solicitud no se admite.', status: 415 },
  PAYLOAD_TOO_LARGE: { message: 'La solicitud es demasiado grande.', status: 413 },
  UNAUTHENTICATED: { message: 'Inicie sesión para continuar.', status: 401 },
  FORBIDDEN: { message: 'Acceso denegado.', status: 403 },
  SERVICE_TOKEN_INVALID: { message: 'Acceso denegado (API Key inválida).', status: 403 },
  RATE_LIMITED: { message: 'Demasiadas solicitudes; intente más tarde.', status: 429 },
  SERVER_BUSY: { message: 'Servicio ocupado; intente de nuevo en unos segundos.', status: 503 },
  TIMEOUT: { message: 'El servicio tardó demasiado en responder.', status: 504 },
  SERVICE_UNAVAILABLE: { message: 'Servicio no disponible; intente de nuevo.', status: 503 },
  INVENTORY_UNAVAILABLE: { message: 'Inventario no disponible.', status: 503 },
  INTERNAL_SERVER_ERROR: { message: 'Falla interna del servidor.', status: 500 },
} as const;

export type FaultCode = keyof typeof FAULTS;

export function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === 'string' && Object.hasOwn(FAULTS, code);
}

/**
 * The one form in which a fault leaves a process: nothing but message, path, code and request id.
 */
export interface FaultBody {
  message: string;
  path?: readonly (string | number)[];
  locations?: readonly { line: number; column: number }[];
  extensions: { code: FaultCode; requestId: string };
}

/**
 * A fault to throw from a resolver.
 * @param detail what exactly is wrong, in Spanish; must hold no secret and no internals
 */
export function fault(code: FaultCode, detail?: string): GraphQLError {
  const { message } = FAULTS[code];
  return new GraphQLError(detail ? `${message} ${detail}` : message, { extensions: { code } });
}

/** A whole response body for a request that is refused before GraphQL sees it. */
export function faultResponse(code: FaultCode, requestId: string, detail?: string): string {
  const { message } = fault(code, detail);
  const body: FaultBody = { message, extensions: { code, requestId } };
  return JSON.stringify({ errors: [body] });
}
