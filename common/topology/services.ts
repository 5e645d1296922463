// Long because the table stands in one place, with the types that are read from it.

/** The purpose of a process. It decides what the others need to know of the process. */
export type ServiceKind =
  /** Has a contract in `schema/`, and a database and a database user of its own. */
  | 'SUBGRAPH'
  /** The one door for clients: it calls every subgraph and has no database. */
  | 'ROUTER'
  /** Works in the background on a subgraph's database; nobody calls it. */
  | 'WORKER'
  /** Knows only the router's address, and holds no secret of the graph. */
  | 'CLIENT';

/** A variable of the environment as `.env.example` shows it. */
export interface Variable {
  name: string;
  /** The default, or an example where there is none. */
  example: string;
  /** One line for whoever sets it. */
  about: string;
  /** Its value may hold a password. */
  isSecret?: true;
}

export interface Service {
  name: string;
  kind: ServiceKind;
  /** Started as `node <entry>` from the top of the repository. */
  entry: string;
  defaultPort: number;
  /** For people: what it owns. */
  owns: string;
  /** The subgraph whose database it uses. */
  database: string | null;
  /** Services that it sends requests to. Between the graph's own, each such edge has a secret. */
  calls: readonly string[] | 'EVERY_SUBGRAPH';
  /** Longest that one call of the router to it may take, unless the environment says less. */
  timeoutMs: number | null;
  /** Secrets that it shares with nobody. */
  ownSecrets: readonly Omit<Variable, 'example'>[];
  /** Variables of its own, which are handed through when the environment has them. */
  variables: readonly Variable[];
  fixedVariables: Readonly<Record<string, string>>;
}

/**
 * The one table of the processes that make up the graph, in start order; stopping goes the other
 * way round. Configuration, secrets, addresses, databases, the supervisor, `docker-compose.yml`,
 * the base of `deploy/kubernetes` and `.env.example` derive from it.
 */
export const SERVICES = [
  {
    name: 'usuarios',
    kind: 'SUBGRAPH',
    entry: 'subgraphs/usuarios/main.ts',
    defaultPort: 4003,
    owns: 'accounts, sessions, the audit log',
    database: 'usuarios',
    calls: ['ventas'],
    timeoutMs: 3_000,
    ownSecrets: [
      {
        name: 'SECRET_ACCESS_TOKENS',
        about:
          'Of usuarios alone: its signing keys and refresh tokens are made from it. Rotate it as the others; the old value may go 10 minutes after the new one has begun to sign',
      },
    ],
    variables: [
      {
        name: 'AUDIT_DAYS',
        example: '400',
        about: 'How long an entry of the audit log is kept; 0 keeps all',
      },
    ],
    fixedVariables: {},
  },
  {
    name: 'inventario',
    kind: 'SUBGRAPH',
    entry: 'subgraphs/inventario/main.ts',
    defaultPort: 4001,
    owns: 'products, categories, stock, reservations, the stock ledger',
    database: 'inventario',
    calls: ['ventas', 'usuarios'],
    timeoutMs: 3_000,
    ownSecrets: [],
    variables: [],
    fixedVariables: {},
  },
  {
    name: 'ventas',
    kind: 'SUBGRAPH',
    entry: 'subgraphs/ventas/main.ts',
    defaultPort: 4002,
    owns: 'sales, customers, sellers, tills, money, documents',
    database: 'ventas',
    calls: ['inventario', 'usuarios'],
    timeoutMs: 3_000,
    ownSecrets: [],
    variables: [
      {
        name: 'SELLER_MAX_DISCOUNT_PERCENT',
        example: '5',
        about: 'The most that a seller takes off a sale without the approval of an administrator',
      },
      {
        name: 'SELLER_MAX_CASH_REFUND',
        example: '500.00',
        about: 'The most cash, in soles, that a seller gives back for one return',
      },
      {
        name: 'RETURN_DAYS',
        example: '30',
        about: 'Days after a sale in which a seller takes its goods back',
      },
    ],
    fixedVariables: {},
  },
  // npm run new:subgraph adds its row above this line.
  {
    name: 'router',
    kind: 'ROUTER',
    entry: 'router/main.ts',
    defaultPort: 4000,
    owns: 'nothing: it plans and joins, and finds out who is signed in',
    database: null,
    calls: 'EVERY_SUBGRAPH',
    timeoutMs: null,
    ownSecrets: [],
    variables: [
      {
        name: 'CORS_ORIGINS',
        example: 'http://localhost:3000',
        about: 'Origins whose pages may call the router, separated by commas',
      },
      {
        name: 'SUPERGRAPH_FILE',
        example: 'schema/supergraph.graphql',
        about: 'The composed schema, watched while the router runs',
      },
      {
        name: 'OPERATIONS_FILE',
        example: 'schema/operations.json',
        about:
          'Manifests of the operations that clients may run by id, or folders of them, separated by commas; watched',
      },
      {
        name: 'TRUSTED_DOCUMENTS',
        example: 'off',
        about:
          'on: only those operations run (default in production); log: others run and are logged; off: all run',
      },
      {
        name: 'RATE_LIMIT',
        example: 'off',
        about:
          'on: a budget of points per client (default in production); off: none, as in benchmarks',
      },
      {
        name: 'RATE_LIMIT_POINTS',
        example: '60000',
        about: 'Points per client and 10 seconds',
      },
      {
        name: 'REDIS_URL',
        example: 'redis://127.0.0.1:6379',
        isSecret: true,
        about: 'Where several routers count together; without it each counts alone',
      },
      {
        name: 'TRUSTED_PROXIES',
        example: '127.0.0.1,10.0.0.0/8',
        about:
          'Addresses and prefixes of your own proxies before the router, whose x-forwarded-for is believed; unset: none',
      },
      {
        name: 'DRAIN_MS',
        example: '0',
        about:
          'How long the router serves on once it has said that it is not ready; 2000 in production',
      },
    ],
    // @apollo/gateway reports usage to its maker unless told not to.
    fixedVariables: { APOLLO_TELEMETRY_DISABLED: 'true' },
  },
  {
    name: 'web',
    kind: 'CLIENT',
    entry: 'web/server/main.ts',
    defaultPort: 3000,
    owns: 'the page of the till and the back office, which it serves; it passes `/graphql` on',
    database: null,
    calls: ['router'],
    timeoutMs: null,
    ownSecrets: [],
    variables: [
      {
        name: 'API_GATEWAY_URL',
        example: 'http://127.0.0.1:4000/graphql',
        about: 'Where it passes the requests of the page on; unset: to the router',
      },
      {
        name: 'GATEWAY_SOURCE_ADDRESS',
        example: '127.87.69.66',
        about:
          'Address of this machine from which it does so, so that TRUSTED_PROXIES can name it alone; unset: any. npm start sets it',
      },
      {
        name: 'DEMO_ACCOUNTS',
        example:
          '{"password":"electroplus-demo","accounts":[{"email":"admin@electroplus.test","label":"Administrador"}]}',
        about:
          'Accounts that the page offers to sign in with one touch; npm start sets it, production refuses it',
      },
      {
        name: 'INDEX_FILE',
        example: 'web/dist/index.html',
        about: 'The built page; its folder is served',
      },
    ],
    fixedVariables: {},
  },
] as const satisfies readonly Service[];

type Row = (typeof SERVICES)[number];

export type ServiceName = Row['name'];
export type SubgraphName = Extract<Row, { kind: 'SUBGRAPH' }>['name'];

type RowNamed<Name extends string, Rows extends Service> = Extract<Rows, { name: Name }>;

// The types below are those of this table unless another one is given.

/** The subgraph whose database a service uses. */
export type DatabaseOf<Name extends string, Rows extends Service = Row> = NonNullable<
  RowNamed<Name, Rows>['database']
>;

/** The services that a service calls. */
export type CalleeOf<Name extends string, Rows extends Service = Row> = RowNamed<
  Name,
  Rows
>['calls'] extends infer Calls
  ? Calls extends readonly (infer Callee extends string)[]
    ? Callee
    : Extract<Rows, { kind: 'SUBGRAPH' }>['name']
  : never;

/** The services to which a service signs its calls: a client has no secret of the graph. */
export type SignedCalleeOf<
  Name extends string,
  Rows extends Service = Row,
> = 'CLIENT' extends RowNamed<Name, Rows>['kind'] ? never : CalleeOf<Name, Rows>;

/** The services that sign their calls to a service. */
export type SignedCallerOf<Name extends string, Rows extends Service = Row> = {
  [Caller in Rows['name']]: Name extends SignedCalleeOf<Caller, Rows> ? Caller : never;
}[Rows['name']];

/** The secrets that a service shares with nobody. */
export type OwnSecretOf<Name extends string, Rows extends Service = Row> = RowNamed<
  Name,
  Rows
>['ownSecrets'][number]['name'];

/** The variables of a service's own. */
export type OwnVariableOf<Name extends ServiceName> = RowNamed<
  Name,
  Row
>['variables'][number]['name'];
