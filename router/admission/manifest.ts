import { createHash } from 'node:crypto';
import { Kind, parse } from 'graphql';
import { z } from 'zod';

/** One document that clients may run. */
export interface TrustedDocument {
  /** As clients send it, without the prefix `sha256:`. */
  id: string;
  /** Of its only operation; null when it has several, or one without a name. */
  name: string | null;
  body: string;
}

/** The id of a document: SHA-256 of its text, in hexadecimal. */
export function documentHash(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** `sha256:<hex>` is the draft's form of an id; the bare hash is what Apollo's clients send. */
const ID_PREFIX = /^sha256:/;

/** An id as documents are known by, however a client or a tool writes it. */
export function bareId(id: string): string {
  return id.replace(ID_PREFIX, '');
}

const MAX_ID_CHARACTERS = 256;
const SHA_256 = /^[0-9a-f]{64}$/;

const idShape = z.string().min(1).max(MAX_ID_CHARACTERS);

/** Apollo's persisted query manifest. */
const apolloShape = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: idShape, body: z.string() })),
});

/** The map from ids to texts that GraphQL Code Generator, gql.tada and Relay write. */
const mapShape = z.record(idShape, z.string());

/**
 * Reads a manifest of Apollo's form, or a map from ids to documents.
 * @throws Error for any other text; for a document that is no GraphQL; and for an id of Apollo's
 *   form that looks like a hash and is not that of its document, which somebody has changed then
 */
export function parseManifest(text: string): TrustedDocument[] {
  const json: unknown = JSON.parse(text);
  const apollo = apolloShape.safeParse(json);
  if (apollo.success) {
    const { operations } = apollo.data;
    const changed = operations.find(
      (one) => SHA_256.test(one.id) && one.id !== documentHash(one.body),
    );
    if (changed) throw new Error(`the id ${changed.id} is not its document's hash`);
    return operations.map((one) => toDocument(one.id, one.body));
  }
  const map = mapShape.safeParse(json);
  // A manifest of another format would be taken for a map with one id.
  if (!map.success || 'format' in map.data) throw new Error('it is of no form that is known');
  return Object.entries(map.data).map(([documentId, body]) => toDocument(documentId, body));
}

function toDocument(documentId: string, body: string): TrustedDocument {
  const { definitions } = parse(body, { noLocation: true });
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operations.length === 0) throw new Error(`the document ${documentId} has no operation`);
  const name = operations.length === 1 ? operations[0]?.name?.value : undefined;
  return { id: bareId(documentId), name: name ?? null, body };
}
