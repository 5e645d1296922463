import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import {
  ConfigurationError,
  port,
  readEnvironment,
  serviceUrl,
} from '../../common/process/config/environment.ts';
import { serviceVariables } from '../../common/process/config/service-variables.ts';
import type { OwnVariableOf } from '../../common/topology/services.ts';

export interface WebConfig {
  host: string;
  port: number;
  logLevel: string;
  /** The GraphQL endpoint to which requests are passed on. */
  gatewayUrl: string;
  /** Address of this machine from which they come; null: the system chooses one. */
  sourceAddress: string | null;
  /** The built page, whose folder is served. */
  indexFile: string;
  /** JSON of the accounts that the page offers; null where there are none to be tried. */
  demoAccounts: string | null;
  /** The supervisor's control of the chaos test; null: there is none. */
  chaos: ChaosPlace | null;
}

/** The control endpoint of this start of `npm start`, on loopback. */
export interface ChaosPlace {
  port: number;
  token: string;
}

/** The accounts of a shop that is there to be tried. */
const demoAccounts = z.object({
  password: z.string(),
  accounts: z.array(z.object({ email: z.string(), label: z.string() })),
});

function isDemoAccounts(text: string): boolean {
  try {
    return demoAccounts.safeParse(JSON.parse(text)).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The forms of the variables that only this process has; the table of services lists them. */
const ownVariables = {
  API_GATEWAY_URL: serviceUrl.optional(),
  GATEWAY_SOURCE_ADDRESS: z
    .string()
    .refine((text) => isIP(text) !== 0, 'must be an address of this machine')
    .optional(),
  DEMO_ACCOUNTS: z.string().refine(isDemoAccounts, 'must be JSON as .env.example shows').optional(),
  INDEX_FILE: z.string().default(resolve(import.meta.dirname, '../dist/index.html')),
} satisfies Record<OwnVariableOf<'web'>, z.ZodType>;

/** The supervisor alone sets these, so the table of services does not name them. */
const chaosVariables = { CHAOS_PORT: port(0), CHAOS_TOKEN: z.string().default('') };

/**
 * Reads the environment of this process.
 * @throws ConfigurationError naming what is missing or wrong
 */
export function readWebConfig(): WebConfig {
  const given = readEnvironment(
    { ...serviceVariables('web'), ...ownVariables, ...chaosVariables },
    process.env,
  );
  const hasChaos = given.NODE_ENV !== 'production' && given.CHAOS_TOKEN !== '';
  if (given.NODE_ENV === 'production' && given.DEMO_ACCOUNTS !== undefined) {
    throw new ConfigurationError('DEMO_ACCOUNTS must not be set in production: unset it.');
  }
  return {
    host: given.HOST,
    port: given.WEB_PORT,
    logLevel: given.LOG_LEVEL,
    gatewayUrl: given.API_GATEWAY_URL ?? given.ROUTER_URL,
    sourceAddress: given.GATEWAY_SOURCE_ADDRESS ?? null,
    indexFile: given.INDEX_FILE,
    demoAccounts: given.DEMO_ACCOUNTS ?? null,
    chaos: hasChaos ? { port: given.CHAOS_PORT, token: given.CHAOS_TOKEN } : null,
  };
}
