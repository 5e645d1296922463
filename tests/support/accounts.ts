// Accounts of a test's own, as the administrator makes them, and their sessions.
import { randomUUID } from 'node:crypto';
import {
  ANONYMOUS,
  type QueryResponse,
  query,
} from '../../scripts/stack/throwaway/graphql-client.ts';
import { type Credentials, type SignedIn, signIn } from '../../scripts/stack/throwaway/sign-in.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

export const PASSWORD = 'correct-horse-battery';

export interface NewAccount {
  id: string;
  version: number;
  credentials: Credentials;
}

/** Adds an account of a warehouse worker unless told otherwise. */
export async function addAccount(
  { urls }: Pick<Graph, 'urls'>,
  more: object = {},
): Promise<NewAccount> {
  const email = `${randomUUID()}@shop.test`;
  const input = { name: 'Luis', email, password: PASSWORD, roles: ['ALMACEN'], ...more };
  const { data, errors } = await query<{
    crearUsuario: { user: { id: string; version: number } | null; userErrors: unknown[] };
  }>(
    urls.router,
    `mutation Add($input: CrearUsuarioInput!) {
      crearUsuario(input: $input) { user { id version } userErrors { code path } }
    }`,
    { input },
  );
  const user = data?.crearUsuario.user;
  if (!user) throw new Error(`there is no account: ${JSON.stringify({ data, errors })}`);
  return { ...user, credentials: { email, password: PASSWORD } };
}

/** Adds an account and signs it in. */
export async function addSignedIn(
  graph: Pick<Graph, 'urls'>,
  more: object = {},
): Promise<NewAccount & SignedIn> {
  const account = await addAccount(graph, more);
  return { ...account, ...(await signIn(graph.urls.router, account.credentials)) };
}

/** The header that sends a request with an access token. */
export const as = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

/** The fate of a token: `signed in`, or the status and the code of its refusal. */
export async function fateOf({ urls }: Pick<Graph, 'urls'>, accessToken: string): Promise<string> {
  const { errors, status } = await query(urls.router, '{ yo { id } }', {}, as(accessToken));
  return errors ? `${status} ${errors[0]?.extensions?.['code']}` : 'signed in';
}

export interface Renewal extends SignedIn {
  userErrors: readonly { code: string }[];
}

type RenewalAnswer = QueryResponse<{ renovarSesion: Renewal }> & { renewed: Renewal };

/** Exchanges a refresh token, or the one in the cookie of the headers. */
export async function renew(
  { urls }: Pick<Graph, 'urls'>,
  refreshToken: string | null,
  headers: Record<string, string> = {},
): Promise<RenewalAnswer> {
  const answer = await query<{ renovarSesion: Renewal }>(
    urls.router,
    `mutation Renew($refreshToken: String) {
      renovarSesion(input: { refreshToken: $refreshToken }) {
        accessToken refreshToken user { id } userErrors { code }
      }
    }`,
    { refreshToken },
    { ...ANONYMOUS, ...headers },
  );
  return { ...answer, renewed: answer.data!.renovarSesion };
}

export interface SignInAnswer {
  accessToken: string | null;
  userErrors: readonly { code: string; message: string }[];
}

/** Tries to sign in, and does not mind when that fails. */
export function tryToSignIn(
  { urls }: Pick<Graph, 'urls'>,
  credentials: Credentials,
): Promise<QueryResponse<{ iniciarSesion: SignInAnswer }>> {
  return query(
    urls.router,
    `mutation SignIn($input: IniciarSesionInput!) {
      iniciarSesion(input: $input) { accessToken refreshToken userErrors { code message path } }
    }`,
    { input: credentials },
    ANONYMOUS,
  );
}
