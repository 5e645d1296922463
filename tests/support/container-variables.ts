import { optionalVariablesOf, serviceNamed } from '../../common/topology/derived.ts';
import { SERVICES, type ServiceName } from '../../common/topology/services.ts';
import { serviceEnvironment } from '../../scripts/stack/supervisor/service-environment.ts';

/** Files have their places in the image. */
const isFile = (variable: string) => variable.endsWith('_FILE');

const OPTIONAL = SERVICES.flatMap((row) => optionalVariablesOf(row)).filter(
  (variable) => !isFile(variable),
);

const GRAPH = {
  host: '',
  ports: Object.fromEntries(SERVICES.map(({ name }) => [name, 0])) as Record<ServiceName, number>,
  databaseUrls: {},
  edgeSecrets: {},
  variables: Object.fromEntries(
    ['NODE_ENV', 'LOG_LEVEL', ...OPTIONAL].map((variable) => [variable, 'x']),
  ),
};

/** Names of the variables that the container of a process gets, sorted: those of `npm start`. */
export function variablesInContainer(name: ServiceName): string[] {
  return Object.keys(serviceEnvironment(serviceNamed(name), GRAPH)).sort();
}
