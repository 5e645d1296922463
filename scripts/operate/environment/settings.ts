import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import {
  commonVariables,
  databaseUrl,
  givenVariables,
  port,
  readEnvironment,
} from '../../../common/process/config/environment.ts';
import {
  databaseUrlVariable,
  migrationsDatabaseUrlVariable,
  portVariable,
  SUBGRAPH_NAMES,
} from '../../../common/topology/derived.ts';
import { DATABASE_PORT, LOG_DAYS } from '../../../common/topology/general-variables.ts';
import {
  SERVICES,
  type ServiceName,
  type SubgraphName,
} from '../../../common/topology/services.ts';
import { OperatorError } from './operator-error.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The settings that `npm start` reads from its environment, checked. */
export interface Settings {
  isProduction: boolean;
  host: string;
  dataDirectory: string;
  databasePort: number;
  /** Logs are kept for so many days; 0: for ever. */
  logDays: number;
  ports: Readonly<Record<ServiceName, number>>;
  /** Null: nobody gave database URLs, so a private server is started. */
  databaseUrls: Readonly<Record<SubgraphName, string>> | null;
  /** The same databases for migrations, by users who may change tables. */
  migrationUrls: Readonly<Record<SubgraphName, string>> | null;
  variables: Variables;
}

/** The top of the repository. */
export const REPOSITORY_ROOT = resolve(import.meta.dirname, '../../..');

/** Reads `.env` into the environment, outside production only; what is already set there wins. */
export function loadDotEnv(directory = REPOSITORY_ROOT): void {
  const file = resolve(directory, '.env');
  if (process.env.NODE_ENV !== 'production' && existsSync(file)) process.loadEnvFile(file);
}

const installationShape = {
  ...commonVariables,
  DATA_DIR: z.string().default('.data'),
  DB_PORT: port(DATABASE_PORT, 1),
  LOG_DAYS: z.coerce.number().int().min(0).max(36_500).default(LOG_DAYS),
};

/**
 * Reads what `npm start` and the operator's commands need of the environment.
 * @throws ConfigurationError or OperatorError with one sentence that names what is wrong
 */
export function readSettings(variables: Variables): Settings {
  const given = readEnvironment(installationShape, variables);
  const ports = readPorts(variables);
  const databaseUrls = readDatabaseUrls(variables, SUBGRAPH_NAMES);
  refuseSharedPorts({ ...ports, ...(databaseUrls === null ? { DB: given.DB_PORT } : {}) });
  return {
    isProduction: given.NODE_ENV === 'production',
    host: given.HOST,
    dataDirectory: resolve(REPOSITORY_ROOT, given.DATA_DIR),
    databasePort: given.DB_PORT,
    logDays: given.LOG_DAYS,
    ports,
    databaseUrls,
    migrationUrls: readMigrationUrls(variables),
    variables: givenVariables(variables),
  };
}

function readPorts(variables: Variables): Record<ServiceName, number> {
  const shape = SERVICES.map((row) => [portVariable(row.name), port(row.defaultPort, 1)] as const);
  const read = readEnvironment(Object.fromEntries(shape), variables);
  const ports = SERVICES.map(({ name }) => [name, read[portVariable(name)]]);
  return Object.fromEntries(ports) as Record<ServiceName, number>;
}

function refuseSharedPorts(ports: Readonly<Record<string, number>>): void {
  const ownerByPort = new Map<number, string>();
  for (const [name, number] of Object.entries(ports)) {
    const owner = ownerByPort.get(number);
    if (owner !== undefined) {
      throw new OperatorError(
        `${portVariable(owner)} and ${portVariable(name)} are both ${number}: give each its own port.`,
      );
    }
    ownerByPort.set(number, name);
  }
}

/**
 * The addresses of the needed databases: once the environment names any database, it must name
 * all that are needed.
 * @returns null when it names none
 * @throws ConfigurationError or OperatorError with one sentence that names the variables
 */
export function readDatabaseUrls<Name extends SubgraphName>(
  variables: Variables,
  needed: readonly Name[],
): Record<Name, string> | null {
  const shape: Record<string, z.ZodOptional<typeof databaseUrl>> = Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [databaseUrlVariable(name), databaseUrl.optional()]),
  );
  const read = readEnvironment(shape, variables);
  if (Object.values(read).every((url) => url === undefined)) return null;
  const missing = needed
    .map((name) => databaseUrlVariable(name))
    .filter((variable) => read[variable] === undefined);
  if (missing.length > 0) {
    throw new OperatorError(
      `${missing.join(' and ')} not set although another database URL is: set what is missing, ` +
        'or no database URL at all to use the embedded database.',
    );
  }
  const urls = needed.map((name) => [name, read[databaseUrlVariable(name)]]);
  return Object.fromEntries(urls) as Record<Name, string>;
}

/**
 * The addresses by which migrations reach the databases that the environment names: those of users
 * who may change tables, where it names such, else the ordinary ones.
 * @returns null when it names no database
 * @throws ConfigurationError or OperatorError with one sentence that names the variables
 */
export function readMigrationUrls(variables: Variables): Record<SubgraphName, string> | null {
  const shape: Record<string, z.ZodOptional<typeof databaseUrl>> = Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [migrationsDatabaseUrlVariable(name), databaseUrl.optional()]),
  );
  const read = readEnvironment(shape, variables);
  const ordinary = readDatabaseUrls(variables, SUBGRAPH_NAMES);
  if (ordinary === null) return null;
  const urls = SUBGRAPH_NAMES.map((name) => [
    name,
    read[migrationsDatabaseUrlVariable(name)] ?? ordinary[name],
  ]);
  return Object.fromEntries(urls) as Record<SubgraphName, string>;
}
