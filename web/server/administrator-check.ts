import { LRUCache } from 'lru-cache';
import { Pool } from 'undici';
import { z } from 'zod';
import { REQUEST_BUDGET_MS } from '../../common/process/http/deadline.ts';
import { exchange } from '../../common/process/http/exchange.ts';
import { parseJson } from '../../common/process/http/json.ts';
import type { Role } from '../../common/process/identity/roles.ts';
import { WHO_AM_I } from './generated/whoami.api.ts';

/** Asks the router whether a header `authorization` is that of an administrator. */
export interface AdministratorCheck {
  isAdministrator(authorization: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The router is asked again after this time. */
const FRESH_MS = 10_000;
/**
 * While the router or what is behind it gives no answer, what it said before still counts for so
 * long: a chaos test kills the database that would know.
 */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 20;
const ADMIN: Role = 'ADMIN';
/** With these answers the router says that it is nobody, or nobody of ours. */
const NOBODY: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

const answerShape = z.object({
  data: z.object({ yo: z.object({ roles: z.array(z.string()) }).nullish() }).nullish(),
  errors: z
    .array(z.object({ extensions: z.object({ code: z.string() }).partial().optional() }))
    .default([]),
});

export function createAdministratorCheck(gatewayUrl: string): AdministratorCheck {
  const { origin, pathname } = new URL(gatewayUrl);
  const pool = new Pool(origin);
  /** When the router said so, by the clock that is never set, for each header. */
  const saidAtMs = new LRUCache<string, number>({ max: MAX_REMEMBERED });

  const ask = async (authorization: string): Promise<boolean | null> => {
    const headers = { 'content-type': 'application/json', authorization };
    const body = JSON.stringify({ query: WHO_AM_I });
    const posted = { path: pathname, headers, body };
    // No answer says nothing about who it is.
    const answer = await exchange(pool, posted, REQUEST_BUDGET_MS).catch(() => null);
    return answer === null ? null : verdictOf(answer.text);
  };
  return {
    async isAdministrator(authorization) {
      const ageMs = performance.now() - (saidAtMs.get(authorization) ?? Number.NEGATIVE_INFINITY);
      if (ageMs < FRESH_MS) return true;
      const verdict = await ask(authorization);
      if (verdict === null) return ageMs < REMEMBERED_MS;
      if (verdict) saidAtMs.set(authorization, performance.now());
      else saidAtMs.delete(authorization);
      return verdict;
    },
    close: () => pool.close(),
  };
}

/** @returns null when the answer does not tell */
function verdictOf(text: string): boolean | null {
  const parsed = answerShape.safeParse(parseOrNull(text));
  if (!parsed.success) return null;
  const { data, errors } = parsed.data;
  if (data?.yo) return data.yo.roles.includes(ADMIN);
  const isNobody = errors.some(({ extensions }) => NOBODY.has(extensions?.code ?? ''));
  return isNobody || errors.length === 0 ? false : null;
}

function parseOrNull(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // A router that breaks off sends half an answer.
    return null;
  }
}
