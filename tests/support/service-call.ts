// Calls a subgraph without the router, as another service or as an attacker would.
import {
  type Actor,
  createSigner,
  SERVICE_TOKEN_HEADER,
} from '../../common/process/identity/service-token.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  HOLD,
  RELEASE,
  RESTOCK,
  type ReservationInput,
  type RestockInput,
} from './generated/holds.inventario.ts';

export interface RawReply {
  status: number;
  text: string;
  requestId: string | null;
}

export interface RawRequest {
  method: string;
  body?: string;
  token?: string | undefined;
}

/** Sends exactly this, with the token as given. */
export async function sendRaw(url: string, request: RawRequest): Promise<RawReply> {
  const { method, body, token } = request;
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { [SERVICE_TOKEN_HEADER]: token }),
    },
    ...(body !== undefined && { body }),
  });
  return {
    status: response.status,
    text: await response.text(),
    requestId: response.headers.get('x-request-id'),
  };
}

/** A good token for a POST of this body to `/graphql`. */
export function signPost(
  edge: { caller: string; callee: string; secret: string },
  body: string,
  actor: Actor | null = null,
): string {
  const sign = createSigner(edge.caller, edge.callee, [edge.secret]);
  return sign({ method: 'POST', path: '/graphql', body }, actor);
}

/** The user for whom the router calls unless a test says otherwise. */
const ADMIN: Actor = { id: '1', roles: ['ADMIN'] };

export interface ServiceCall {
  caller: 'router' | 'ventas' | 'inventario' | 'usuarios';
  callee: 'ventas' | 'inventario' | 'usuarios';
  document: string;
  variables?: Readonly<Record<string, unknown>>;
  /** The signed-in user; an administrator when the router calls and nobody is named. */
  actor?: Actor | null;
}

/** Sends a GraphQL document with the service token of a caller. */
export async function callAs(
  { urls, secrets }: Pick<Graph, 'urls' | 'secrets'>,
  { caller, callee, document, variables = {}, actor }: ServiceCall,
): Promise<RawReply> {
  const secret = secrets[`SECRET_${caller.toUpperCase()}_${callee.toUpperCase()}`]!;
  const body = JSON.stringify({ query: document, variables });
  const standsFor = actor === undefined && caller === 'router' ? ADMIN : (actor ?? null);
  const token = signPost({ caller, callee, secret }, body, standsFor);
  return sendRaw(urls[callee], { method: 'POST', body, token });
}

export interface Hold {
  id: string;
  productId: string;
  quantity: number;
}

/** Holds stock as ventas does, for an attempt that ventas has never written down. */
export async function holdAsVentas(graph: Graph, hold: Hold): Promise<void> {
  const reservation: ReservationInput = {
    id: hold.id,
    requestHash: 'b'.repeat(64),
    validUntil: new Date(Date.now() + 8_000).toISOString(),
    replaces: [],
    lines: [{ productId: hold.productId, quantity: hold.quantity }],
  };
  const { text } = await callAs(graph, {
    caller: 'ventas',
    callee: 'inventario',
    document: HOLD,
    variables: { input: { reservations: [reservation] } },
  });
  if (!text.includes('"HELD"')) throw new Error(`nothing is held: ${text}`);
}

/** Gives a hold back as ventas does. */
export async function releaseAsVentas(graph: Graph, id: string): Promise<void> {
  const { text } = await callAs(graph, {
    caller: 'ventas',
    callee: 'inventario',
    document: RELEASE,
    variables: { ids: [id] },
  });
  if (!text.includes('"acknowledged":true')) throw new Error(`nothing is released: ${text}`);
}

/** Puts returns back into stock as ventas does. @throws unless every one of them is acknowledged */
export async function restockAsVentas(
  graph: Pick<Graph, 'urls' | 'secrets'>,
  returns: readonly RestockInput[],
): Promise<void> {
  const { text } = await callAs(graph, {
    caller: 'ventas',
    callee: 'inventario',
    document: RESTOCK,
    variables: { input: { returns } },
  });
  const ids = returns.map(({ id }) => id);
  const isAcknowledged = ids.every((id) => text.includes(`"${id}"`));
  if (!isAcknowledged || text.includes('"errors"')) throw new Error(`not put back: ${text}`);
}
