import {
  allSecretVariables,
  databasePasswordVariable,
  migrationsPasswordVariable,
  SUBGRAPH_NAMES,
} from '../../../common/topology/derived.ts';
import { BACKUP_DATABASE_PASSWORD } from '../../../common/topology/general-variables.ts';
import { newSecret } from '../environment/secrets.ts';

/**
 * Every secret of production with a new random value: of the edges and single services, and the
 * passwords of the database in containers.
 * @returns lines `NAME=value`, whose values need no quotes in a file, a shell or a URL
 */
export function productionSecrets(): string {
  const names = [
    ...allSecretVariables(),
    'MYSQL_ROOT_PASSWORD',
    ...SUBGRAPH_NAMES.flatMap((name) => [
      databasePasswordVariable(name),
      migrationsPasswordVariable(name),
    ]),
    BACKUP_DATABASE_PASSWORD,
  ];
  return names.map((name) => `${name}=${newSecret()}\n`).join('');
}
