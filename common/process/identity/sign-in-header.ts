import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from './service-token.ts';

/**
 * Header of an answer of usuarios to the router: the users whom fields of a mutation have signed
 * in, as whom the other subgraphs answer what is selected below these fields.
 */
export const SIGN_IN_HEADER = 'x-signed-in';

/** The user of each root field that signed somebody in, by the key of its response name. */
export type SignedInActors = Record<string, Actor>;

const shape: z.ZodType<SignedInActors> = z.record(
  z.string(),
  z.object({
    id: z.string(),
    roles: z.array(z.string()),
    sellerId: z.string().optional(),
    customerId: z.string().optional(),
  }),
);

/** Names a root field in the header: a client may choose a response name of any length. */
export function rootFieldKey(responseName: string): string {
  return createHash('sha256').update(responseName).digest('base64url');
}

/** Writes the header's value. */
export function writeSignIns(actors: SignedInActors): string {
  return Buffer.from(JSON.stringify(actors)).toString('base64url');
}

/** Reads the header's value. @throws Error when usuarios did not write it */
export function readSignIns(header: string): SignedInActors {
  return shape.parse(JSON.parse(Buffer.from(header, 'base64url').toString()));
}
