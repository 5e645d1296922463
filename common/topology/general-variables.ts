import type { Variable } from './services.ts';

/** Default port of the embedded database, on loopback. */
export const DATABASE_PORT = 3307;

/** So many days `npm start` keeps logs that were put aside. */
export const LOG_DAYS = 14;

/** The variables that every process reads. */
export const COMMON_VARIABLES = [
  {
    name: 'NODE_ENV',
    example: 'development',
    about: 'production: no Sandbox, no introspection, no demo data, secrets required',
  },
  { name: 'LOG_LEVEL', example: 'info', about: 'error, warn, info or debug; JSON lines' },
  { name: 'HOST', example: '127.0.0.1', about: 'Address that the services bind to' },
] as const satisfies readonly Variable[];

/** The variables of every subgraph. */
export const SUBGRAPH_VARIABLES = [
  {
    name: 'COMPILED_QUERIES',
    example: 'on',
    about: 'off: subgraphs run queries in the reference executor of graphql-js, which is slower',
  },
] as const satisfies readonly Variable[];

/** The variables that `npm start` and the operator's commands read. */
export const INSTALLATION_VARIABLES = [
  {
    name: 'DATA_DIR',
    example: '.data',
    about: 'Files of the embedded database, generated secrets and logs',
  },
  {
    name: 'DB_PORT',
    example: String(DATABASE_PORT),
    about: 'Port of the embedded database, on loopback',
  },
  {
    name: 'LOG_DAYS',
    example: String(LOG_DAYS),
    about: 'How many days npm start keeps logs in DATA_DIR; 0 keeps all',
  },
] as const satisfies readonly Variable[];

/** The user as whom `npm run backup` reads databases that the environment names. */
export const BACKUP_DATABASE_URL = {
  name: 'BACKUP_DATABASE_URL',
  example: 'mysql://backup:password@127.0.0.1:3306/ventas',
  about: 'For npm run backup: a user who may read all databases, if the users above may not',
} as const satisfies Variable;

/** The password of that user in a container. */
export const BACKUP_DATABASE_PASSWORD = 'BACKUP_DATABASE_PASSWORD';

/** The variables that `npm run replay` reads. */
export const REPLAY_VARIABLES = [
  {
    name: 'REPLAY_EMAIL',
    example: 'admin@electroplus.test',
    about:
      'The account that npm run replay sells with; an administrator of the demo unless told otherwise',
  },
  { name: 'REPLAY_PASSWORD', example: '', about: 'Its password' },
] as const satisfies readonly Variable[];

/** Docker-compose's network of the router and its clients. */
export const EDGE_NETWORK = {
  name: 'EDGE_NETWORK',
  example: '10.213.77',
  about:
    'The first three numbers of the addresses of the router and of web; change it if they are in use',
} as const satisfies Variable;
