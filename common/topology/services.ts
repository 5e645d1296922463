/**
 * The one table of the processes that make up the graph. Environment, secrets, databases, start
 * order and the container checks all derive from it: a new subgraph joins by adding a row.
 */
export interface Service {
  readonly name: string;
  /** Started as `node <entry>` from the top of the repository. */
  readonly entry: string;
  readonly defaultPort: number;
  /**
   * Has a schema in `schema/<name>.graphql`, a database of its own and a database user of its own.
   */
  readonly isSubgraph: boolean;
  /** Services it sends signed requests to: one secret per edge, given only to its two ends. */
  readonly calls: readonly string[];
  /** Secrets that it shares with nobody. */
  readonly ownSecrets?: readonly string[];
  /** Variables that are handed through when the environment has them. */
  readonly optionalVariables: readonly string[];
  readonly fixedVariables: Readonly<Record<string, string>>;
}

/** In start order; stopping goes the other way round. */
export const services = [
  {
    name: 'usuarios',
    entry: 'subgraphs/usuarios/main.ts',
    defaultPort: 4003,
    isSubgraph: true,
    calls: ['ventas'],
    ownSecrets: ['SECRET_ACCESS_TOKENS'],
    optionalVariables: [],
    fixedVariables: {},
  },
  {
    name: 'inventario',
    entry: 'subgraphs/inventario/main.ts',
    defaultPort: 4001,
    isSubgraph: true,
    calls: ['ventas', 'usuarios'],
    optionalVariables: [],
    fixedVariables: {},
  },
  {
    name: 'ventas',
    entry: 'subgraphs/ventas/main.ts',
    defaultPort: 4002,
    isSubgraph: true,
    calls: ['inventario', 'usuarios'],
    optionalVariables: [],
    fixedVariables: {},
  },
  {
    name: 'router',
    entry: 'router/main.ts',
    defaultPort: 4000,
    isSubgraph: false,
    calls: ['inventario', 'ventas', 'usuarios'],
    optionalVariables: [
      'CORS_ORIGINS',
      'DRAIN_MS',
      'INVENTARIO_TIMEOUT_MS',
      'OPERATIONS_FILE',
      'RATE_LIMIT',
      'RATE_LIMIT_POINTS',
      'REDIS_URL',
      'SUPERGRAPH_FILE',
      'TRUSTED_DOCUMENTS',
      'TRUSTED_PROXIES',
      'USUARIOS_TIMEOUT_MS',
      'VENTAS_TIMEOUT_MS',
    ],
    // @apollo/gateway reports usage to its maker unless told not to.
    fixedVariables: { APOLLO_TELEMETRY_DISABLED: 'true' },
  },
] as const satisfies readonly Service[];

export type ServiceName = (typeof services)[number]['name'];
export type SubgraphName = Extract<(typeof services)[number], { isSubgraph: true }>['name'];

export const subgraphNames: readonly SubgraphName[] = services
  .filter((service) => service.isSubgraph)
  .map((service) => service.name);

/** The row of one service. */
export function serviceNamed(name: ServiceName): Service & { readonly name: ServiceName } {
  const found = services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`services has no row for ${name}`);
  return found;
}

/** `INVENTARIO_PORT` and its like. */
export function portVariable(name: string): string {
  return `${name.toUpperCase()}_PORT`;
}

/** `INVENTARIO_URL` and its like: where the others find a service. */
export function urlVariable(name: string): string {
  return `${name.toUpperCase()}_URL`;
}

/** `INVENTARIO_DATABASE_URL` and its like. */
export function databaseUrlVariable(name: string): string {
  return `${name.toUpperCase()}_DATABASE_URL`;
}

/** The variable that holds the secret with which the caller signs its requests to the callee. */
export function edgeSecretVariable(caller: string, callee: string): string {
  return `SECRET_${caller.toUpperCase()}_${callee.toUpperCase()}`;
}

/** Every secret of the graph: one per edge, and those that a service shares with nobody. */
export function allSecretVariables(): string[] {
  return services.flatMap(({ name, calls, ownSecrets = [] }: Service) => [
    ...calls.map((callee) => edgeSecretVariable(name, callee)),
    ...ownSecrets,
  ]);
}

/** The secrets of one service: those of the edges that start or end there, and its own. */
export function secretVariablesOf(name: ServiceName): string[] {
  const edges = services.flatMap((caller: Service) =>
    caller.calls
      .filter((callee) => caller.name === name || callee === name)
      .map((callee) => edgeSecretVariable(caller.name, callee)),
  );
  return [...edges, ...(serviceNamed(name).ownSecrets ?? [])];
}
