import { givenVariables } from '../../../common/process/config/environment.ts';
import {
  calleesOf,
  databaseUrlVariable,
  optionalVariablesOf,
  portVariable,
  secretVariablesOf,
  serviceNamed,
  urlVariable,
} from '../../../common/topology/derived.ts';
import type { Service, ServiceName } from '../../../common/topology/services.ts';
import type { Variables } from '../../operate/environment/settings.ts';

export interface GraphAddresses {
  /** The address to which the services bind. */
  host: string;
  ports: Readonly<Record<ServiceName, number>>;
  databaseUrls: Readonly<Record<string, string>>;
  edgeSecrets: Readonly<Record<string, string>>;
  /** The environment of whoever starts the services: the source of what is handed through. */
  variables: Variables;
}

const EVERY_SERVICE_MAY_HAVE = ['NODE_ENV', 'LOG_LEVEL'];

/** The whole environment of one service: its own variables and no one else's. */
export function serviceEnvironment(
  service: Service & { name: ServiceName },
  graph: GraphAddresses,
): Record<string, string> {
  const given = givenVariables(graph.variables);
  const environment: Record<string, string> = {
    HOST: graph.host,
    [portVariable(service.name)]: String(graph.ports[service.name]),
    ...service.fixedVariables,
  };
  for (const name of [...EVERY_SERVICE_MAY_HAVE, ...optionalVariablesOf(service)]) {
    const value = given[name];
    if (value !== undefined) environment[name] = value;
  }
  for (const name of secretVariablesOf(service.name)) {
    environment[name] = graph.edgeSecrets[name] ?? '';
  }
  for (const callee of calleesOf(service)) {
    environment[urlVariable(callee)] =
      given[urlVariable(callee)] ?? graphqlUrl(graph, callee as ServiceName);
  }
  if (service.database !== null) {
    const variable = databaseUrlVariable(service.database);
    environment[variable] = graph.databaseUrls[service.database] ?? '';
  }
  return environment;
}

/** `http://host:port` of a service for a browser of this machine. */
export function pageUrl(graph: Pick<GraphAddresses, 'host' | 'ports'>, name: ServiceName): string {
  // Browsers give pages of this name what only safe places get, such as the camera.
  return originOf(graph, name).replace('//127.0.0.1:', '//localhost:');
}

/** `http://host:port/graphql` of a service, as seen from this machine. */
export function graphqlUrl(
  graph: Pick<GraphAddresses, 'host' | 'ports'>,
  name: ServiceName,
): string {
  return `${originOf(graph, name)}/graphql`;
}

/** `http://host:port/health/ready` of a service, as seen from this machine. */
export function readinessUrl(
  graph: Pick<GraphAddresses, 'host' | 'ports'>,
  name: ServiceName,
): string {
  return `${originOf(graph, name)}/health/ready`;
}

function originOf({ host, ports }: Pick<GraphAddresses, 'host' | 'ports'>, name: ServiceName) {
  const reachable = reachableHost(host);
  const authority = reachable.includes(':') ? `[${reachable}]` : reachable;
  return `http://${authority}:${ports[serviceNamed(name).name]}`;
}

/** A server that binds to every address is reached through loopback. */
export function reachableHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}
