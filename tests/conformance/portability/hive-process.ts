// Hive Gateway over the subgraphs of a started graph, in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../../../scripts/operate/environment/settings.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { freePort } from '../../../scripts/stack/throwaway/free-port.ts';
import { signInAsAdministrator } from '../../../scripts/stack/throwaway/sign-in.ts';
import type { Graph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';

export interface HiveProcess {
  url: string;
  stop(): Promise<void>;
}

export async function startHive({ urls, secrets }: Graph): Promise<HiveProcess> {
  const port = await freePort();
  const child = fork(join(REPOSITORY_ROOT, 'engines/hive/main.ts'), {
    env: {
      ...process.env,
      ...secrets,
      HOST: '127.0.0.1',
      ROUTER_PORT: String(port),
      INVENTARIO_URL: urls.inventario,
      VENTAS_URL: urls.ventas,
      USUARIOS_URL: urls.usuarios,
      LOG_LEVEL: 'error',
    },
    silent: true,
  });
  const origin = `http://127.0.0.1:${port}`;
  await eventually('Hive Gateway is ready', async () => {
    return (await fetch(`${origin}/health/ready`)).ok;
  });
  const stop = async () => {
    const exited = once(child, 'exit');
    if (child.kill()) await exited;
  };
  const url = `${origin}/graphql`;
  signInAsAdministrator(url);
  return { url, stop };
}
