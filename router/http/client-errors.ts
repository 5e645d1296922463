import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import {
  REFUSALS,
  type RefusalBody,
  type RefusalCode,
  refusal,
  refusalHeaders,
} from '../../common/process/errors/refusals.ts';
import { type RefusalContext, standardForm } from '../../common/process/errors/standard-errors.ts';
import type { HttpReply } from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';
import { isScalarRefusal } from '../../common/values/scalars.ts';
import type { AdmittedOperation, AdmittedRequest } from '../admission/admission.ts';
import { MAX_COST } from '../admission/operation-check.ts';

/** Apollo's own refusals of a request, in our codes. */
const CODE_BY_APOLLO_CODE: Readonly<Record<string, RefusalCode>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};
const METHOD_NOT_ALLOWED = 405;
const INTERNAL_ERROR = refusal('INTERNAL_SERVER_ERROR').toJSON();
/**
 * Most errors in one answer, so that each null may have its own, and in the refusal of a request;
 * what is above is counted in the last one.
 */
const MAX_ERRORS = { answer: 1_000, refusal: 50 };
/** Most causes of one answer in the log: more of them say the same. */
const MAX_LOGGED_CAUSES = 10;

export interface FinishOptions {
  /** Adds what the operation costs. */
  showsCost: boolean;
  /** HTTP status so far; undefined: 200. */
  status?: number | undefined;
  /** The errors of the result before they were formatted, for the log. */
  causes?: readonly GraphQLError[] | undefined;
}

export interface FinishedResult {
  result: Result;
  errorCodes: string[];
  /** Status and headers for a result that says nothing but that the graph is busy or away. */
  busy: Pick<HttpReply, 'status' | 'headers'> | null;
}

/** Brings a result into the form that clients see. */
export function finishResult(
  given: Result,
  request: Pick<AdmittedRequest, keyof RefusalContext | 'operation'>,
  { showsCost, status, causes }: FinishOptions,
): FinishedResult {
  const result = withoutValueCompletion(given, request);
  if (showsCost && request.operation) addCost(result, request.operation);
  if (!result.errors) return { result, errorCodes: [], busy: null };
  const most = result.data === undefined ? MAX_ERRORS.refusal : MAX_ERRORS.answer;
  const shown = result.errors.slice(0, most);
  const context = { requestId: request.requestId, log: tellingFew(request.log) };
  const bodies = shown.map((error, index) =>
    standardForm(inOurCodes(error, status), causes?.[index], context),
  );
  const errorCodes = bodies.map(({ extensions }) => extensions.code);
  result.errors = sayHowManyMore(bodies, result.errors.length - shown.length);
  return { result, errorCodes, busy: busyReply(result) };
}

/** A log for the causes of one answer, which is silent after the first few. */
function tellingFew(log: Log): Log {
  let told = 0;
  return {
    ...log,
    error(event, fields) {
      if (told < MAX_LOGGED_CAUSES) log.error(event, fields);
      told += 1;
    },
  };
}

/**
 * Brings the body of a request that Apollo refused before its plugins ran into our form.
 * @returns the body as it is when it needs nothing
 */
export function refusalBody(text: string, status: number, context: RefusalContext): string {
  const body: { errors?: GraphQLFormattedError[] } = JSON.parse(text);
  if (!body.errors || body.errors.every(isInOurForm)) return text;
  const errors = body.errors.map((error) =>
    standardForm(inOurCodes(error, status), undefined, context),
  );
  return JSON.stringify({ errors });
}

function isInOurForm(error: GraphQLFormattedError): boolean {
  return typeof error.extensions?.['requestId'] === 'string';
}

function inOurCodes(error: GraphQLFormattedError, status: number | undefined) {
  if (isScalarRefusal(error)) return { ...error, extensions: { code: 'BAD_USER_INPUT' } };
  const given = error.extensions?.['code'];
  const translated = typeof given === 'string' ? CODE_BY_APOLLO_CODE[given] : undefined;
  if (!translated) return error;
  const code = status === METHOD_NOT_ALLOWED ? 'METHOD_NOT_ALLOWED' : translated;
  return { ...error, extensions: { code } };
}

/** A result of GraphQL, its errors formatted. */
export interface Result {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

/**
 * The gateway tells of values that a subgraph left out in an English extension. A link whose target
 * is gone is null and no error; an answer that is null as a whole must have one.
 */
function withoutValueCompletion(given: Result, { log }: RefusalContext): Result {
  const { valueCompletion, ...extensions } = given.extensions ?? {};
  if (valueCompletion === undefined) return { ...given };
  log.warn('response.incomplete', { valueCompletion });
  const { extensions: _told, ...result } = given;
  return {
    ...result,
    ...(result.data === null && !result.errors && { errors: [INTERNAL_ERROR] }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}

function addCost(result: Result, { cost }: AdmittedOperation): void {
  result.extensions = { ...result.extensions, cost: { estimated: cost, max: MAX_COST } };
}

function sayHowManyMore(bodies: RefusalBody[], more: number): RefusalBody[] {
  const last = bodies.at(-1);
  if (more === 0 || !last) return bodies;
  return [...bodies.slice(0, -1), { ...last, message: `${last.message} Hay ${more} errores más.` }];
}

/** Refusals that pass: the same request can be sent again. */
const PASSING = ['SERVER_BUSY', 'SERVICE_UNAVAILABLE'] as const;

/** Nothing was answered, and the same request can be sent again: HTTP says so too. */
function busyReply({ data, errors = [] }: Result): FinishedResult['busy'] {
  const isEmpty = !data || Object.values(data).every((value) => value === null);
  const told = new Set(errors.map(({ extensions }) => extensions?.['code']));
  const code = isEmpty ? PASSING.find((one) => told.has(one)) : undefined;
  return code ? { status: REFUSALS[code].status, headers: refusalHeaders(code) } : null;
}

/** The codes of a body in our form, for the log. */
export function codesOf(text: string): string[] {
  const { errors = [] }: { errors?: RefusalBody[] } = JSON.parse(text);
  return errors.map(({ extensions }) => extensions.code);
}
