import { REFUSALS } from '../../common/process/errors/refusals.ts';
import { HttpRefusal, type Route } from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { Admission } from '../admission/admission.ts';
import type { AddressReader } from '../identity/client-address.ts';
import { type IdentifiedRequest, identified } from '../identity/identified-request.ts';
import type { ClientIdentifier } from '../identity/identify-client.ts';
import { largestBody } from '../identity/largest-body.ts';
import type { InFlightCalls } from '../subgraph-calls/in-flight-calls.ts';
import type { Gateway } from '../supergraph/gateway.ts';
import type { AnsweredRequest } from './answered-request.ts';
import { type ApolloAnswers, startApolloAnswers } from './apollo-answers.ts';
import { createBodyCap } from './bodies-of-address.ts';
import { createDirectAnswers, type DirectAnswers } from './direct-answers.ts';
import { createLoadShedder } from './load-shedding.ts';
import { type ReceivedRequest, receive } from './received-request.ts';
import { readRequest } from './requested-operation.ts';

export interface GraphqlEndpointOptions {
  gateway: Pick<Gateway, 'forServer' | 'executor'>;
  identifier: ClientIdentifier;
  addressOf: AddressReader;
  admission: Admission;
  /** The same that the calls to subgraphs go through: each write there ends what may be joined. */
  inFlight: InFlightCalls;
  /** Shows the graph to whoever asks: introspection, and the Sandbox for browsers. */
  isOpenToExplore: boolean;
  /** Adds the cost of each operation to its answer. */
  showsCost: boolean;
  log: Log;
}

export interface GraphqlEndpoint {
  route: Route;
  /** Stops the gateway too. */
  stop(): Promise<void>;
}

/** The one endpoint that clients talk to: GraphQL over HTTP, by GET and POST. */
export async function startGraphqlEndpoint(
  options: GraphqlEndpointOptions,
): Promise<GraphqlEndpoint> {
  const { gateway, identifier, addressOf, admission, inFlight } = options;
  const { isOpenToExplore, showsCost, log } = options;
  const apollo = await startApolloAnswers({
    gateway: gateway.forServer,
    isOpenToExplore,
    showsCost,
    log,
  });
  const direct = createDirectAnswers(gateway.executor, { showsCost });
  const parts = { apollo, direct, inFlight };
  const shed = createLoadShedder();
  const bodies = createBodyCap();

  const pass = async (received: ReceivedRequest): Promise<AnsweredRequest> => {
    const { call } = received;
    const read = await bodies(addressOf(call), () =>
      readRequest(received, () => largestBody(call, identifier)),
    );
    const { characters } = read;
    return shed({ characters, clientGone: call.clientGone }, async () => {
      const admitted = await admission.admit(read);
      // After the client's budget has paid: verifying what strangers make up is work too.
      return answered(await identified(admitted, identifier), parts);
    });
  };
  return { route: logged(pass, log), stop: apollo.stop };
}

/** Writes one line in the log for each request once it is answered. */
function logged(pass: (received: ReceivedRequest) => Promise<AnsweredRequest>, log: Log): Route {
  return async (call) => {
    const startedAtMs = performance.now();
    const received = receive(call, log);
    const complete = (told: LoggedEnd) => {
      const { operationName, status, errorCodes } = told;
      const durationMs = Math.round(performance.now() - startedAtMs);
      received.log.info('request.completed', { operationName, status, durationMs, errorCodes });
    };
    try {
      const { reply, operationName, errorCodes } = await pass(received);
      complete({ operationName, status: reply.status, errorCodes });
      return reply;
    } catch (error) {
      const code = error instanceof HttpRefusal ? error.code : 'INTERNAL_SERVER_ERROR';
      complete({ operationName: null, status: REFUSALS[code].status, errorCodes: [code] });
      throw error;
    }
  };
}

interface LoggedEnd extends Pick<AnsweredRequest, 'operationName' | 'errorCodes'> {
  status: number;
}

interface AnsweringParts {
  apollo: ApolloAnswers;
  direct: DirectAnswers;
  inFlight: InFlightCalls;
}

/** Answers a request; identical reads of one client that come at the same time get one answer. */
async function answered(
  request: IdentifiedRequest,
  parts: AnsweringParts,
): Promise<AnsweredRequest> {
  const { call, operation, client } = request;
  const run = () => answer(request, parts);
  if (call.method === 'GET' || !operation?.isRead) return run();
  const { query, operationName, variables, extensions } = operation;
  const asked = [query, operationName, variables, extensions];
  const key = JSON.stringify([client.identity, call.headers.accept, ...asked]);
  const first = await parts.inFlight.read(key, run);
  // Errors carry the id of their own request, so an answer with errors is nobody else's.
  const isGood = first.request === request || first.errorCodes.length === 0;
  return isGood ? first : run();
}

async function answer(
  request: IdentifiedRequest,
  { apollo, direct }: AnsweringParts,
): Promise<AnsweredRequest> {
  const { call, operation } = request;
  if (!operation || call.method !== 'POST') return apollo.answer(request);
  const known = direct.answer(operation, request);
  if (known !== null) return known;
  const full = await apollo.answer(request);
  direct.learn(call, full.reply);
  return full;
}
