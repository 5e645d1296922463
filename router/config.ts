import { resolve } from 'node:path';
import { z } from 'zod';
import { readEnvironment } from '../common/process/config/environment.ts';
import { serviceVariables } from '../common/process/config/service-variables.ts';
import { REQUEST_BUDGET_MS } from '../common/process/http/deadline.ts';
import {
  edgeSecretVariable,
  exampleOf,
  SUBGRAPH_NAMES,
  serviceNamed,
  type TimeoutVariable,
  timeoutVariable,
  urlVariable,
} from '../common/topology/derived.ts';
import type { OwnVariableOf, SubgraphName } from '../common/topology/services.ts';
import type { TrustedDocumentsMode } from './admission/trusted-documents.ts';
import { parseProxy } from './identity/client-address.ts';

/** The address of a subgraph and the secret that signs calls to it. */
export interface SubgraphEndpoint {
  name: string;
  url: string;
  secrets: string[];
  /** Longest that one call may take, in ms; never longer than the request's own deadline. */
  timeoutMs: number;
}

export interface RouterConfig {
  isProduction: boolean;
  /** Shows clients what their operations cost. */
  showsCost: boolean;
  host: string;
  port: number;
  logLevel: string;
  /** Path of the supergraph, watched while the router runs. */
  supergraphFile: string;
  /** Origins whose pages may call the router. */
  corsOrigins: string[];
  /** Paths of the manifests of operations that clients may run by id, or of folders of them. */
  operationsFiles: string[];
  trustedDocuments: TrustedDocumentsMode;
  /** Points per client and 10 s; null: no limit. */
  rateLimitPoints: number | null;
  /** The Redis in which several routers count together; null: each counts alone. */
  redisUrl: string | null;
  /** Addresses and prefixes of our own proxies between a client and the router. */
  trustedProxies: string[];
  /** The router serves on for so long after it has said that it is not ready, in ms. */
  drainMs: number;
  subgraphs: SubgraphEndpoint[];
  /** The one of them that knows who is signed in. */
  usuarios: SubgraphEndpoint;
}

const CORS_EXAMPLE = exampleOf('router', 'CORS_ORIGINS');

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

const PROXIES_EXAMPLE = exampleOf('router', 'TRUSTED_PROXIES');

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const proxies = z
  .string()
  .default('')
  .transform(listOf)
  .refine(
    (list) => list.every((proxy) => parseProxy(proxy) !== null),
    `must be a list of addresses and prefixes such as ${PROXIES_EXAMPLE}, not a number`,
  );

const origins = z
  .string()
  .default(CORS_EXAMPLE)
  .transform(listOf)
  .refine((list) => list.every(isOrigin), `must be a list of origins such as ${CORS_EXAMPLE}`);

const manifests = z
  .string()
  .default(resolve(import.meta.dirname, '../schema/operations.json'))
  .transform(listOf)
  .refine((list) => list.length > 0, 'must name a manifest or a folder of manifests');

/** Fits, with the requests of 3 s that follow it, into the 10 s that a process has to stop. */
const MAX_DRAIN_MS = 6_000;
/** For load balancers that ask every second. */
const PRODUCTION_DRAIN_MS = 2_000;

const redisAddress = z.url({ protocol: /^rediss?$/, message: 'must look like redis://host:port' });

const callTimeoutMs = (defaultMs: number) =>
  z.coerce.number().int().min(1).max(REQUEST_BUDGET_MS).default(defaultMs);

const timeouts = Object.fromEntries(
  SUBGRAPH_NAMES.map((name) => [
    timeoutVariable(name),
    callTimeoutMs(serviceNamed(name).timeoutMs ?? REQUEST_BUDGET_MS),
  ]),
) as Record<TimeoutVariable<SubgraphName>, ReturnType<typeof callTimeoutMs>>;

/** The forms of the variables that only the router has; the table of services lists them. */
const ownVariables = {
  CORS_ORIGINS: origins,
  SUPERGRAPH_FILE: z.string().default(resolve(import.meta.dirname, '../schema/supergraph.graphql')),
  OPERATIONS_FILE: manifests,
  TRUSTED_DOCUMENTS: z.enum(['on', 'log', 'off']).optional(),
  RATE_LIMIT: z.enum(['on', 'off']).optional(),
  RATE_LIMIT_POINTS: z.coerce
    .number()
    .int()
    .min(1)
    .default(Number(exampleOf('router', 'RATE_LIMIT_POINTS'))),
  REDIS_URL: redisAddress.optional(),
  TRUSTED_PROXIES: proxies,
  DRAIN_MS: z.coerce.number().int().min(0).max(MAX_DRAIN_MS).optional(),
} satisfies Record<OwnVariableOf<'router'>, z.ZodType>;

const variables = { ...serviceVariables('router'), ...ownVariables, ...timeouts };

/**
 * Reads the router's environment, and keeps @apollo/gateway from reporting to its maker.
 * @throws ConfigurationError naming what is missing or wrong
 */
export function readRouterConfig(): RouterConfig {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const given = readEnvironment(variables, process.env);
  const isProduction = given.NODE_ENV === 'production';
  const subgraphs = SUBGRAPH_NAMES.map((name) => ({
    name,
    url: given[urlVariable(name)],
    secrets: given[edgeSecretVariable('router', name)],
    timeoutMs: given[timeoutVariable(name)],
  }));
  const usuarios = subgraphs.find(({ name }) => name === 'usuarios');
  if (!usuarios) throw new Error('the table of services has no row for usuarios');
  const rateLimit = given.RATE_LIMIT ?? (isProduction ? 'on' : 'off');
  return {
    isProduction,
    showsCost: given.NODE_ENV === 'development',
    host: given.HOST,
    port: given.ROUTER_PORT,
    logLevel: given.LOG_LEVEL,
    supergraphFile: given.SUPERGRAPH_FILE,
    corsOrigins: given.CORS_ORIGINS,
    operationsFiles: given.OPERATIONS_FILE,
    trustedDocuments: given.TRUSTED_DOCUMENTS ?? (isProduction ? 'on' : 'off'),
    rateLimitPoints: rateLimit === 'on' ? given.RATE_LIMIT_POINTS : null,
    redisUrl: given.REDIS_URL ?? null,
    trustedProxies: given.TRUSTED_PROXIES,
    drainMs: given.DRAIN_MS ?? (isProduction ? PRODUCTION_DRAIN_MS : 0),
    subgraphs,
    usuarios,
  };
}
