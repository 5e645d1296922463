import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { GraphQLError, Kind } from 'graphql';
import type { RefusalCode } from '../../common/process/errors/refusals.ts';
import { type RefusalContext, standardForm } from '../../common/process/errors/standard-errors.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { ClientRequests } from './client-requests.ts';

/** The engine's own codes, and those of subgraphs that speak of the graph's inside, in ours. */
const CODE_BY_ENGINE_CODE: Readonly<Record<string, RefusalCode>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  CSRF_PREVENTED: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  DOWNSTREAM_SERVICE_ERROR: 'SERVICE_UNAVAILABLE',
  SUBREQUEST_HTTP_ERROR: 'SERVICE_UNAVAILABLE',
  SERVICE_TOKEN_INVALID: 'SERVICE_UNAVAILABLE',
  GATEWAY_TIMEOUT: 'TIMEOUT',
  TIMEOUT_ERROR: 'TIMEOUT',
};

/** Brings every error of an answer into the one form that clients see, whatever the engine. */
export function standardErrors(clientRequests: ClientRequests, log: Log): GatewayPlugin {
  return {
    onResultProcess({ request, result }) {
      const context = { requestId: clientRequests.of(request).requestId, log };
      for (const one of Array.isArray(result) ? result : [result]) {
        if (!('errors' in one) || !one.errors) continue;
        one.errors = one.errors.map((error) => inStandardForm(error, context));
      }
    },
  };
}

function inStandardForm(error: GraphQLError, context: RefusalContext): GraphQLError {
  const { code: given, http } = error.extensions;
  const code = isAboutVariables(error) ? 'BAD_USER_INPUT' : CODE_BY_ENGINE_CODE[String(given)];
  if (code === 'SERVICE_UNAVAILABLE' || code === 'TIMEOUT') {
    context.log.warn('subgraph.call-failed', { requestId: context.requestId, code, error });
  }
  const told = {
    message: error.message,
    ...(error.path && { path: error.path }),
    extensions: { code: code ?? given },
  };
  const { message, path, extensions } = standardForm(told, error, context);
  return new GraphQLError(message, {
    ...(error.nodes && { nodes: error.nodes }),
    ...(path && { path }),
    // The engine takes the HTTP status from `http` and leaves it out of the answer.
    extensions: { ...extensions, ...(http !== undefined && { http }) },
  });
}

/** Variables that do not fit: the engine gives this error no code. */
function isAboutVariables({ nodes, extensions }: GraphQLError): boolean {
  if (!nodes || extensions['code'] !== undefined) return false;
  return nodes.every(({ kind }) => kind === Kind.VARIABLE_DEFINITION);
}
