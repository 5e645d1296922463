import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { composeSchema } from '../../scripts/contract/generate/composed-schema.ts';
import { generateAll } from '../../scripts/contract/generate/generate.ts';
import { repositoryRoot } from '../../scripts/operate/environment/settings.ts';
import {
  adminUrlVariable,
  startThrowawayServer,
  type ThrowawayServer,
  withoutDatabaseVariable,
} from '../../scripts/stack/throwaway/throwaway-server.ts';

declare global {
  /** Handed from the set-up to the tear-down, which Jest loads apart. */
  var electroplusTestServer: ThrowawayServer | undefined;
}

/** Runs once, before the workers start: they inherit the environment that it leaves. */
export default async function setUp(): Promise<void> {
  await generateAll();
  // Only when it is missing: a stale one must be seen, not repaired on the way.
  if (!existsSync(join(repositoryRoot, 'schema', 'supergraph.graphql'))) composeSchema();
  if (process.env[withoutDatabaseVariable] !== undefined) return;
  globalThis.electroplusTestServer = await startThrowawayServer();
  process.env[adminUrlVariable] = globalThis.electroplusTestServer.adminUrl;
}
