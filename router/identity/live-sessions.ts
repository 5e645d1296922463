import DataLoader from 'dataloader';
import { v7 as uuidv7 } from 'uuid';
import { deadlineIn } from '../../common/process/http/deadline.ts';
import { createServiceClient } from '../../common/process/http/service-client.ts';
import { createSigner } from '../../common/process/identity/service-token.ts';
import { MAX_INTERNAL_LIST } from '../../common/values/internal-list.ts';
import type { SubgraphEndpoint } from '../config.ts';
import { LIVE_SESSIONS } from './generated/live-sessions.usuarios.ts';

/** Asks usuarios whether sessions still stand. */
export interface LiveSessions {
  /** @throws when usuarios does not answer */
  isLive(sessionId: string): Promise<boolean>;
  close(): Promise<void>;
}

const BUDGET_MS = 1_000;

/** Sessions that are asked for in the same moment cost one call. */
export function createLiveSessions({ name, url, secrets }: SubgraphEndpoint): LiveSessions {
  const usuarios = createServiceClient(url, createSigner('router', name, secrets), 2);
  const asked = new DataLoader<string, boolean>(
    async (ids) => {
      const { liveSessions } = await usuarios.call({
        document: LIVE_SESSIONS,
        variables: { ids },
        requestId: `sessions-${uuidv7()}`,
        deadline: deadlineIn(BUDGET_MS),
      });
      const live = new Set(liveSessions);
      return ids.map((id) => live.has(id));
    },
    { cache: false, maxBatchSize: MAX_INTERNAL_LIST },
  );
  return { isLive: (id) => asked.load(id), close: () => usuarios.close() };
}
