import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { composeSchema } from '../../scripts/contract/generate/composed-schema.ts';
import { generateAll } from '../../scripts/contract/generate/generate.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { buildWebIfStale } from '../../scripts/stack/build-web/build-web.ts';
import {
  ADMIN_URL_VARIABLE,
  startThrowawayServer,
  type ThrowawayServer,
  WITHOUT_DATABASE_VARIABLE,
} from '../../scripts/stack/throwaway/throwaway-server.ts';

declare global {
  /** Handed from the set-up to the tear-down, which Jest loads apart. */
  var electroplusTestServer: ThrowawayServer | undefined;
}

/** Runs once, before the workers start: they inherit the environment that it leaves. */
export default async function setUp(): Promise<void> {
  await generateAll();
  // Only when it is missing: a stale one must be seen, not repaired on the way.
  if (!existsSync(join(REPOSITORY_ROOT, 'schema', 'supergraph.graphql'))) composeSchema();
  if (process.env[WITHOUT_DATABASE_VARIABLE] !== undefined) return;
  // Tests start the process that serves it, and npm start, which builds the same.
  await buildWebIfStale({ hasChaos: true });
  globalThis.electroplusTestServer = await startThrowawayServer();
  process.env[ADMIN_URL_VARIABLE] = globalThis.electroplusTestServer.adminUrl;
}
