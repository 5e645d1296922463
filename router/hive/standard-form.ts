import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { FaultCode } from '../../common/errors/faults.ts';
import type { Log } from '../../common/log/log.ts';
import { standardForm } from '../../common/server/standard-errors.ts';

/** The engine's own codes, and those of subgraphs that speak of the graph's inside, in ours. */
const CODE_BY_ENGINE_CODE: Readonly<Record<string, FaultCode>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  CSRF_PREVENTED: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  DOWNSTREAM_SERVICE_ERROR: 'SERVICE_UNAVAILABLE',
  SERVICE_TOKEN_INVALID: 'SERVICE_UNAVAILABLE',
  GATEWAY_TIMEOUT: 'TIMEOUT',
  TIMEOUT_ERROR: 'TIMEOUT',
};

/** Brings every error of an answer into the one form that clients see, whatever the engine. */
export function standardErrors(log: Log): GatewayPlugin {
  return {
    onResultProcess({ request, result }) {
      const results = Array.isArray(result) ? result : [result];
      const requestId = request.headers.get('x-request-id') ?? '';
      for (const one of results) {
        if (!('errors' in one) || !one.errors) continue;
        one.errors = one.errors.map((error) => inStandardForm(error, requestId, log));
      }
    },
  };
}

function inStandardForm(error: GraphQLError, requestId: string, log: Log): GraphQLError {
  const given = error.extensions?.['code'];
  const code = typeof given === 'string' ? CODE_BY_ENGINE_CODE[given] : undefined;
  const told: GraphQLFormattedError = {
    message: error.message,
    ...(error.path && { path: error.path }),
    ...(error.locations && { locations: error.locations }),
    extensions: code ? { code } : error.extensions,
  };
  const { message, path, extensions } = standardForm(told, error, { requestId, log });
  return new GraphQLError(message, {
    nodes: error.nodes,
    path,
    // The engine reads the HTTP status from here and leaves it out of the answer.
    extensions: { ...extensions, ...httpOf(error) },
  });
}

function httpOf({ extensions }: GraphQLError): object {
  return extensions?.['http'] === undefined ? {} : { http: extensions['http'] };
}
