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
