import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PreparationOrder } from './prepare.ts';

/**
 * Prepares code and data in a process of its own, which writes its steps on this console.
 * @param stopRequested ends it between two steps when it resolves
 * @returns false when it failed; it has said why
 */
export async function runPreparation(
  { isProduction, dataDirectory, urls, migrationUrls }: PreparationOrder,
  stopRequested: Promise<void>,
): Promise<boolean> {
  const child = fork(join(import.meta.dirname, 'prepare.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // In a group of its own, so that Ctrl-C reaches it only through us.
    detached: true,
  });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const order: PreparationOrder = { isProduction, dataDirectory, urls, migrationUrls };
  child.send(order);
  void stopRequested.then(() => child.kill('SIGTERM'));
  const [code] = await exited;
  return code === 0;
}
