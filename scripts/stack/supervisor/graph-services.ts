import { join } from 'node:path';
import { serviceNamed } from '../../../common/topology/derived.ts';
import { SERVICES, type ServiceName } from '../../../common/topology/services.ts';
import { type GraphAddresses, readinessUrl, serviceEnvironment } from './service-environment.ts';
import type { SupervisedService } from './supervisor.ts';

// A service finishes what it has within 10 s; a little more, and it hangs.
const STOP_LIMIT_MS = 12_000;

/**
 * Every service of the graph, ready to be supervised.
 * @param additional variables of single services, beside those of the table
 */
export function graphServices(
  graph: GraphAddresses,
  logDirectory: string | null,
  additional: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>> = {},
): SupervisedService[] {
  return SERVICES.map(({ name }) => {
    const service = graphService(name, graph, logDirectory);
    return { ...service, environment: { ...service.environment, ...additional[name] } };
  });
}

/** One service of the graph. */
export function graphService(
  name: ServiceName,
  graph: GraphAddresses,
  logDirectory: string | null,
): SupervisedService {
  const service = serviceNamed(name);
  return {
    name,
    entry: service.entry,
    environment: serviceEnvironment(service, graph),
    logFile: logDirectory === null ? null : join(logDirectory, `${name}.log`),
    readinessUrl: readinessUrl(graph, name),
    stopLimitMs: STOP_LIMIT_MS,
  };
}
