// Facts that docker-compose and Kubernetes share: both run the one image.
import { calleesOf, optionalVariablesOf, urlVariable } from '../../../common/topology/derived.ts';
import type { Service } from '../../../common/topology/services.ts';

/** The image that has every process and the operator's commands. */
export const IMAGE = 'electroplus-supergraph';

/** The most memory that a container gets, in MiB. */
export const MEMORY_LIMIT_MIB = 768;

/** The port of a database server whose address says no other. */
export const DATABASE_SERVER_PORT = 3306;

/** The command that migrates every database. */
export const MIGRATE_SCRIPT = 'scripts/operate/migrate/migrate.ts';

/** The variables by which a process finds those that it calls: their names are those of hosts. */
export function addressesOfCallees(row: Service, rows: readonly Service[]): [string, string][] {
  return rows
    .filter(({ name }) => calleesOf(row, rows).includes(name))
    .map(({ name, defaultPort }) => [urlVariable(name), `http://${name}:${defaultPort}/graphql`]);
}

/** The variables that an operator may set. Files have their places in the image. */
export function settableVariablesOf(row: Service, rows: readonly Service[]): string[] {
  return optionalVariablesOf(row, rows).filter((name) => !name.endsWith('_FILE'));
}
