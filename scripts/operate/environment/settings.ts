import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  databaseUrlVariable,
  portVariable,
  type ServiceName,
  type SubgraphName,
  services,
  subgraphNames,
} from '../../../common/topology/services.ts';
import { OperatorError } from './operator-error.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** What `npm start` reads from its environment, checked. */
export interface Settings {
  readonly isProduction: boolean;
  readonly host: string;
  readonly dataDirectory: string;
  readonly databasePort: number;
  readonly ports: Readonly<Record<ServiceName, number>>;
  /** Null: nobody gave database URLs, so a private server is started. */
  readonly databaseUrls: Readonly<Record<SubgraphName, string>> | null;
  readonly variables: Variables;
}

/** The top of the repository. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** Reads `.env` into the environment, outside production only; what is already set there wins. */
export function loadDotEnv(directory = repositoryRoot): void {
  const file = resolve(directory, '.env');
  if (process.env.NODE_ENV !== 'production' && existsSync(file)) process.loadEnvFile(file);
}

/** @throws OperatorError with one sentence that names the variable that is wrong. */
export function readSettings(variables: Variables): Settings {
  const ports = Object.fromEntries(
    services.map(({ name, defaultPort }) => {
      return [name, readPort(variables, portVariable(name), defaultPort)];
    }),
  ) as Record<ServiceName, number>;
  const databasePort = readPort(variables, 'DB_PORT', 3307);
  const databaseUrls = readDatabaseUrls(variables);
  refuseSharedPorts({ ...ports, ...(databaseUrls === null ? { DB: databasePort } : {}) });
  return {
    isProduction: variables['NODE_ENV'] === 'production',
    host: readVariable(variables, 'HOST') ?? '127.0.0.1',
    dataDirectory: resolve(repositoryRoot, readVariable(variables, 'DATA_DIR') ?? '.data'),
    databasePort,
    ports,
    databaseUrls,
    variables,
  };
}

/** A variable's value; an empty one counts as not set, as in shells and in compose files. */
export function readVariable(variables: Variables, name: string): string | undefined {
  const value = variables[name]?.trim();
  return value === '' ? undefined : value;
}

function readPort(variables: Variables, name: string, defaultPort: number): number {
  const text = readVariable(variables, name);
  if (text === undefined) return defaultPort;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw new OperatorError(`${name}=${text} is not a port: give a number from 1 to 65535.`);
  }
  return port;
}

function refuseSharedPorts(ports: Readonly<Record<string, number>>): void {
  const ownerByPort = new Map<number, string>();
  for (const [name, port] of Object.entries(ports)) {
    const owner = ownerByPort.get(port);
    if (owner !== undefined) {
      throw new OperatorError(
        `${portVariable(owner)} and ${portVariable(name)} are both ${port}: give each its own port.`,
      );
    }
    ownerByPort.set(port, name);
  }
}

function readDatabaseUrls(variables: Variables): Record<SubgraphName, string> | null {
  const missing: string[] = [];
  const urls: Partial<Record<SubgraphName, string>> = {};
  for (const name of subgraphNames) {
    const url = readVariable(variables, databaseUrlVariable(name));
    if (url === undefined) missing.push(databaseUrlVariable(name));
    else urls[name] = url;
  }
  if (missing.length === subgraphNames.length) return null;
  if (missing.length > 0) {
    throw new OperatorError(
      `${missing.join(' and ')} not set although another database URL is: set all of them, ` +
        'or none to use the embedded database.',
    );
  }
  return urls as Record<SubgraphName, string>;
}
