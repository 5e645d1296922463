import { createLog } from '../../../common/process/log/log.ts';
import type { Settings } from '../../operate/environment/settings.ts';
import type { ProvidedDatabases } from '../database/provide-database.ts';
import { isReady } from '../supervisor/readiness.ts';
import {
  type GraphAddresses,
  graphqlUrl,
  readinessUrl,
} from '../supervisor/service-environment.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { type ChaosControl, startChaosControl } from './chaos-control.ts';
import { createChaosHelper } from './chaos-helper.ts';
import type { ChaosTarget } from './chaos-watch.ts';

/** The parts of a start that a chaos test acts on. */
export interface ChaosStage {
  settings: Settings;
  databases: ProvidedDatabases;
  graph: GraphAddresses;
  /** Null until it has been made. */
  supervisor: () => Supervisor | null;
}

/**
 * Opens the control of the chaos test: outside of production, on a database server that is a child
 * of this process, and nowhere else.
 */
export async function startChaos(stage: ChaosStage): Promise<ChaosControl | null> {
  const { settings, databases, graph } = stage;
  if (settings.isProduction || databases.serverPid() === null) return null;
  return startChaosControl({
    targets: [
      serviceTarget('ventas', stage),
      serviceTarget('inventario', stage),
      databaseTarget(databases),
    ],
    helper: (onEvent) =>
      createChaosHelper({
        places: {
          routerUrl: graphqlUrl(graph, 'router'),
          databaseUrls: databases.urls,
        },
        onEvent,
      }),
    log: createLog('supervisor', 'error'),
  });
}

function serviceTarget(
  name: 'ventas' | 'inventario',
  { graph, supervisor }: ChaosStage,
): ChaosTarget {
  const running = () => supervisor()?.processOf(name) ?? null;
  return {
    name,
    pid: () => running()?.pid ?? null,
    kill: () => running()?.kill('SIGKILL'),
    isReady: () => isReady(readinessUrl(graph, name)),
  };
}

function databaseTarget({ serverPid }: ProvidedDatabases): ChaosTarget {
  return {
    name: 'database',
    pid: serverPid,
    kill() {
      const pid = serverPid();
      if (pid !== null) process.kill(pid, 'SIGKILL');
    },
    // Its number is known once it serves.
    isReady: async () => true,
  };
}
