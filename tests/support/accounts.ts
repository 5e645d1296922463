// Accounts of a test's own, as the administrator makes them, and their sessions.

import { randomUUID } from 'node:crypto';
import type { WholeData } from '../../common/process/http/typed-document.ts';
import {
  INICIAR_SESION,
  type IniciarSesionData,
} from '../../operations/generated/iniciar-sesion.api.ts';
import {
  RENOVAR_SESION,
  type RenovarSesionData,
} from '../../operations/generated/renovar-sesion.api.ts';
import {
  ANONYMOUS,
  type QueryResponse,
  send,
} from '../../scripts/stack/throwaway/graphql-client.ts';

import { type Credentials, type SignedIn, signIn } from '../../scripts/stack/throwaway/sign-in.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { ADD_ACCOUNT, type AddAccountVariables, WHO_AM_I } from './generated/accounts.api.ts';

export const PASSWORD = 'correct-horse-battery';

export interface NewAccount {
  id: string;
  version: number;
  credentials: Credentials;
}

/** Adds an account of a warehouse worker unless told otherwise. */
export async function addAccount(
  { urls }: Pick<Graph, 'urls'>,
  more: Partial<AddAccountVariables['input']> = {},
): Promise<NewAccount> {
  const email = `${randomUUID()}@shop.test`;
  const input: AddAccountVariables['input'] = {
    ...{ name: 'Luis', email, password: PASSWORD, roles: ['ALMACEN'] },
    ...more,
  };
  const { data, errors } = await send(urls.router, ADD_ACCOUNT, { input });
  const user = data?.crearUsuario.user;
  if (!user) throw new Error(`there is no account: ${JSON.stringify({ data, errors })}`);
  return { ...user, credentials: { email, password: PASSWORD } };
}

/** Adds an account and signs it in. */
export async function addSignedIn(
  graph: Pick<Graph, 'urls'>,
  more: Partial<AddAccountVariables['input']> = {},
): Promise<NewAccount & SignedIn> {
  const account = await addAccount(graph, more);
  return { ...account, ...(await signIn(graph.urls.router, account.credentials)) };
}

/** The header that sends a request with an access token. */
export const as = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

/** The fate of a token: `signed in`, or the status and the code of its refusal. */
export async function fateOf({ urls }: Pick<Graph, 'urls'>, accessToken: string): Promise<string> {
  const { errors, status } = await send(urls.router, WHO_AM_I, {}, as(accessToken));
  return errors ? `${status} ${errors[0]?.extensions?.['code']}` : 'signed in';
}

type Renewal = NonNullable<RenovarSesionData['renovarSesion']>;

type RenewalAnswer = QueryResponse<RenovarSesionData> & { renewed: Renewal };

/** Exchanges a refresh token, or the one in the cookie of the headers. */
export async function renew(
  { urls }: Pick<Graph, 'urls'>,
  refreshToken: string | null,
  headers: Record<string, string> = {},
): Promise<RenewalAnswer> {
  const answer = await send(
    urls.router,
    RENOVAR_SESION,
    { input: { refreshToken } },
    { ...ANONYMOUS, ...headers },
  );
  return { ...answer, renewed: answer.data!.renovarSesion };
}

/** Tries to sign in, and does not mind when that fails. */
export function tryToSignIn(
  { urls }: Pick<Graph, 'urls'>,
  credentials: Credentials & { deviceToken?: string | null },
): Promise<QueryResponse<WholeData<IniciarSesionData>>> {
  return send(urls.router, INICIAR_SESION, { input: credentials }, ANONYMOUS);
}
