// These facts follow from the table of services: names of variables, the holders of each secret,
// addresses.
import { SUBGRAPH_VARIABLES } from './general-variables.ts';
import {
  type OwnVariableOf,
  SERVICES,
  type Service,
  type ServiceName,
  type SubgraphName,
} from './services.ts';

export type PortVariable<Name extends string> = `${Uppercase<Name>}_PORT`;
export type UrlVariable<Name extends string> = `${Uppercase<Name>}_URL`;
export type DatabaseUrlVariable<Name extends string> = `${Uppercase<Name>}_DATABASE_URL`;
export type TimeoutVariable<Name extends string> = `${Uppercase<Name>}_TIMEOUT_MS`;
export type EdgeSecretVariable<
  Caller extends string,
  Callee extends string,
> = `SECRET_${Uppercase<Caller>}_${Uppercase<Callee>}`;

/** In upper case, as a type knows it. */
function upper<Name extends string>(name: Name): Uppercase<Name> {
  return name.toUpperCase() as Uppercase<Name>;
}

/** `INVENTARIO_PORT` and its like. */
export function portVariable<Name extends string>(name: Name): PortVariable<Name> {
  return `${upper(name)}_PORT`;
}

/** `INVENTARIO_URL` and its like: where the others find a service. */
export function urlVariable<Name extends string>(name: Name): UrlVariable<Name> {
  return `${upper(name)}_URL`;
}

/** `INVENTARIO_DATABASE_URL` and its like. */
export function databaseUrlVariable<Name extends string>(name: Name): DatabaseUrlVariable<Name> {
  return `${upper(name)}_DATABASE_URL`;
}

/** `INVENTARIO_MIGRATIONS_DATABASE_URL` and its like: for a user who may change tables. */
export function migrationsDatabaseUrlVariable(name: string): string {
  return `${upper(name)}_MIGRATIONS_DATABASE_URL`;
}

/** `INVENTARIO_TIMEOUT_MS` and its like: longest that a call of the router may take. */
export function timeoutVariable<Name extends string>(name: Name): TimeoutVariable<Name> {
  return `${upper(name)}_TIMEOUT_MS`;
}

/** `INVENTARIO_DATABASE_PASSWORD` and its like, of the database in a container. */
export function databasePasswordVariable(name: string): string {
  return `${upper(name)}_DATABASE_PASSWORD`;
}

/** `INVENTARIO_MIGRATIONS_DATABASE_PASSWORD` and its like, of who may change its tables. */
export function migrationsPasswordVariable(name: string): string {
  return `${upper(name)}_MIGRATIONS_DATABASE_PASSWORD`;
}

/** The variable that holds the secret with which the caller signs its requests to the callee. */
export function edgeSecretVariable<Caller extends string, Callee extends string>(
  caller: Caller,
  callee: Callee,
): EdgeSecretVariable<Caller, Callee> {
  return `SECRET_${upper(caller)}_${upper(callee)}`;
}

export const SUBGRAPH_NAMES: readonly SubgraphName[] = SERVICES.flatMap((row) =>
  row.kind === 'SUBGRAPH' ? [row.name] : [],
);

/** A row of a table of services, by its name. */
export function rowNamed<Row extends Service>(name: Row['name'], rows: readonly Row[]): Row {
  const found = rows.find((row) => row.name === name);
  if (found === undefined) throw new Error(`services has no row for ${name}`);
  return found;
}

/** The row of one service. */
export function serviceNamed(name: ServiceName): Service & { name: ServiceName } {
  return rowNamed(name, SERVICES);
}

/** The services that a service calls. */
export function calleesOf({ calls }: Service, rows: readonly Service[] = SERVICES): string[] {
  if (calls !== 'EVERY_SUBGRAPH') return [...calls];
  return rows.filter(({ kind }) => kind === 'SUBGRAPH').map(({ name }) => name);
}

/** A service's default, from its row. */
export function exampleOf<Name extends ServiceName>(
  name: Name,
  variable: OwnVariableOf<Name>,
): string {
  const found = serviceNamed(name).variables.find((one) => one.name === variable);
  if (found === undefined) throw new Error(`${name} has no variable ${variable}`);
  return found.example;
}

/** The edges that are signed: a client has no secret of the graph. */
function edges(rows: readonly Service[]): { caller: string; callee: string }[] {
  return rows
    .filter(({ kind }) => kind !== 'CLIENT')
    .flatMap((row) => calleesOf(row, rows).map((callee) => ({ caller: row.name, callee })));
}

/** Every secret of the graph: one per edge, and those that a service shares with nobody. */
export function allSecretVariables(rows: readonly Service[] = SERVICES): string[] {
  return rows.flatMap((row) => [
    ...edges(rows)
      .filter(({ caller }) => caller === row.name)
      .map(({ caller, callee }) => edgeSecretVariable(caller, callee)),
    ...row.ownSecrets.map((secret) => secret.name),
  ]);
}

/** The secrets of one service: those of the edges that start or end there, and its own. */
export function secretVariablesOf(name: string, rows: readonly Service[] = SERVICES): string[] {
  return [
    ...edges(rows)
      .filter(({ caller, callee }) => caller === name || callee === name)
      .map(({ caller, callee }) => edgeSecretVariable(caller, callee)),
    ...rows
      .filter((row) => row.name === name)
      .flatMap(({ ownSecrets }) => ownSecrets.map((secret) => secret.name)),
  ];
}

/** Names of the variables that are handed through to a service when the environment has them. */
export function optionalVariablesOf(row: Service, rows: readonly Service[] = SERVICES): string[] {
  const timeouts = rows
    .filter(({ kind, timeoutMs }) => kind === 'SUBGRAPH' && timeoutMs !== null)
    .map(({ name }) => timeoutVariable(name));
  return [
    ...row.variables.map(({ name }) => name),
    ...(row.kind === 'SUBGRAPH' ? SUBGRAPH_VARIABLES.map(({ name }) => name) : []),
    ...(row.kind === 'ROUTER' ? timeouts : []),
  ].sort();
}
