// Signing in to a throw-away graph. Each has one administrator, as whom requests are sent unless
// the caller signs in as somebody else.
import { openDatabase } from '../../../common/subgraph/database/database.ts';
import { INICIAR_SESION } from '../../../operations/generated/iniciar-sesion.api.ts';
import { seedAccounts } from '../../operate/create-admin/seed-accounts.ts';
import { ANONYMOUS, send, signRequestsTo } from './graphql-client.ts';

export const ADMINISTRATOR = { email: 'admin@shop.test', password: 'a-long-enough-password' };

/** Adds the graph's administrator to its database. */
export async function addAdministrator(usuariosDatabaseUrl: string): Promise<void> {
  const database = openDatabase(usuariosDatabaseUrl, 1);
  try {
    await seedAccounts(database, [{ ...ADMINISTRATOR, name: 'Ada Ríos', roles: ['ADMIN'] }]);
  } finally {
    await database.close();
  }
}

/** Well below the ten minutes that an access token lasts. */
const RENEWED_AFTER_MS = 5 * 60_000;

/** Signs every request to this router in as the administrator, from the first one on. */
export function signInAsAdministrator(routerUrl: string): void {
  let token: Promise<string> | null = null;
  let renewAtMs = 0;
  signRequestsTo(routerUrl, () => {
    if (token === null || performance.now() > renewAtMs) {
      renewAtMs = performance.now() + RENEWED_AFTER_MS;
      token = signIn(routerUrl, ADMINISTRATOR).then(({ accessToken }) => accessToken);
      // Failing here must not keep the next request from trying again.
      token.catch(() => {
        token = null;
      });
    }
    return token;
  });
}

export interface Credentials {
  email: string;
  password: string;
}

export interface SignedIn {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}

/** @throws Error with the answer when nobody is signed in */
export async function signIn(routerUrl: string, credentials: Credentials): Promise<SignedIn> {
  const { data, errors } = await send(routerUrl, INICIAR_SESION, { input: credentials }, ANONYMOUS);
  const { accessToken, refreshToken, user } = data?.iniciarSesion ?? {};
  if (!accessToken || !refreshToken || !user) {
    throw new Error(`nobody is signed in: ${JSON.stringify({ data, errors })}`);
  }
  return { accessToken, refreshToken, user };
}
