import { resolve } from 'node:path';
import { z } from 'zod';
import {
  commonVariables,
  edgeSecrets,
  port,
  readEnvironment,
  serviceUrl,
} from '../common/config/environment.ts';

/** The subgraphs the router can call; a new one joins by adding a row. */
const SUBGRAPHS = [
  { name: 'inventario', url: 'INVENTARIO_URL', secrets: 'SECRET_ROUTER_INVENTARIO', port: 4001 },
  { name: 'ventas', url: 'VENTAS_URL', secrets: 'SECRET_ROUTER_VENTAS', port: 4002 },
  { name: 'usuarios', url: 'USUARIOS_URL', secrets: 'SECRET_ROUTER_USUARIOS', port: 4003 },
] as const;

type UrlVariable = (typeof SUBGRAPHS)[number]['url'];
type SecretsVariable = (typeof SUBGRAPHS)[number]['secrets'];

/** Where a subgraph is and how calls to it are signed. */
export interface SubgraphEndpoint {
  name: string;
  url: string;
  secrets: string[];
}

export interface RouterConfig {
  isProduction: boolean;
  host: string;
  port: number;
  logLevel: string;
  /** Path of the supergraph, watched while the router runs. */
  supergraphFile: string;
  /** Origins whose pages may call the router. */
  corsOrigins: string[];
  subgraphs: SubgraphEndpoint[];
  /** The one of them that knows who is signed in. */
  usuarios: SubgraphEndpoint;
}

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

const origins = z
  .string()
  .default('http://localhost:3000')
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine(
    (list) => list.every(isOrigin),
    'must be a list of origins such as http://localhost:3000',
  );

const urlOf = (defaultPort: number) =>
  serviceUrl.default(`http://127.0.0.1:${defaultPort}/graphql`);

const variables = {
  ...commonVariables,
  ROUTER_PORT: port(4000),
  SUPERGRAPH_FILE: z.string().default(resolve(import.meta.dirname, '../schema/supergraph.graphql')),
  CORS_ORIGINS: origins,
  ...(Object.fromEntries(SUBGRAPHS.map((row) => [row.url, urlOf(row.port)])) as Record<
    UrlVariable,
    ReturnType<typeof urlOf>
  >),
  ...(Object.fromEntries(SUBGRAPHS.map((row) => [row.secrets, edgeSecrets])) as Record<
    SecretsVariable,
    typeof edgeSecrets
  >),
};

/**
 * Reads the router's environment, and keeps @apollo/gateway from reporting to its maker.
 * @throws ConfigurationError naming what is missing or wrong
 */
export function readRouterConfig(): RouterConfig {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const given = readEnvironment(variables, process.env);
  const subgraphs = SUBGRAPHS.map(({ name, url, secrets }) => ({
    name,
    url: given[url],
    secrets: given[secrets],
  }));
  const usuarios = subgraphs.find(({ name }) => name === 'usuarios');
  if (!usuarios) throw new Error('SUBGRAPHS has no row for usuarios');
  return {
    isProduction: given.NODE_ENV === 'production',
    host: given.HOST,
    port: given.ROUTER_PORT,
    logLevel: given.LOG_LEVEL,
    supergraphFile: given.SUPERGRAPH_FILE,
    corsOrigins: given.CORS_ORIGINS,
    subgraphs,
    usuarios,
  };
}
