import type { RestoreTarget } from './restore-targets.ts';

/** More than the edits that can have come after a backup. */
const SKIPPED_VERSIONS = 1_000_000;

/**
 * Gives every product a version that no client has seen. Clients that keep a copy of the catalog
 * have edits that came after the backup; so they get all of it again.
 */
export async function sendCatalogAnew(targets: readonly RestoreTarget[]): Promise<void> {
  const inventario = targets.find(({ subgraph }) => subgraph === 'inventario');
  await inventario?.connection.query('UPDATE CatalogVersion SET version = version + ?', [
    SKIPPED_VERSIONS,
  ]);
  await inventario?.connection.query(
    'UPDATE Product SET catalogVersion = (SELECT version FROM CatalogVersion)',
  );
}
