import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from '../../common/process/config/environment.ts';
import { HttpRefusal } from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';
import { loggedName } from '../http/answered-request.ts';
import type { RequestedOperation } from '../http/requested-operation.ts';

/** Only documents of the manifest run (on), others are logged (log), or all of them run (off). */
export type TrustedDocumentsMode = 'on' | 'log' | 'off';

/** One document that clients may run. */
export interface TrustedDocument {
  /** SHA-256 of the body, in hexadecimal. */
  id: string;
  name: string;
  type: 'query' | 'mutation' | 'subscription';
  body: string;
}

const manifestShape = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({
      id: z.string().regex(/^[0-9a-f]{64}$/),
      name: z.string(),
      type: z.enum(['query', 'mutation', 'subscription']),
      body: z.string(),
    }),
  ),
});

/**
 * Reads the manifest of operations.
 * @throws ConfigurationError when it is missing or not what `npm run operations` writes
 */
export function readManifest(path: string): TrustedDocument[] {
  const again = 'run npm run operations';
  try {
    const { operations } = manifestShape.parse(JSON.parse(readFileSync(path, 'utf8')));
    const changed = operations.find(({ id, body }) => id !== documentHash(body));
    if (changed) throw new ConfigurationError(`the id of ${changed.name} is not its body's hash`);
    return operations;
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 200) : '';
    throw new ConfigurationError(`Cannot use the operations ${path} (${reason}): ${again}.`);
  }
}

/** The id of a document: SHA-256 of its text, in hexadecimal. */
export function documentHash(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** The operation to run, and its text. */
export interface TrustedOperation extends RequestedOperation {
  query: string;
}

export interface TrustedDocuments {
  /**
   * Finds the document of a request.
   * @returns null when there is neither a text nor an id
   * @throws HttpRefusal OPERATION_NOT_TRUSTED when the mode or an unknown id is against it;
   *   PERSISTED_QUERY_NOT_SUPPORTED for an unknown id where the text itself may be sent
   */
  resolve(requested: RequestedOperation, log: Log): TrustedOperation | null;
}

/** `sha256:<hex>` is the draft's form of an id; the bare hash is what Apollo's clients send. */
const ID_PREFIX = /^sha256:/;

export function createTrustedDocuments(
  documents: readonly TrustedDocument[],
  mode: TrustedDocumentsMode,
): TrustedDocuments {
  const byId = new Map(documents.map((document) => [document.id, document]));

  const resolveText = (requested: RequestedOperation, query: string, log: Log) => {
    if (mode === 'off') return { ...requested, query };
    const id = documentHash(query);
    if (byId.has(id) && mode === 'log') return { ...requested, query };
    if (mode === 'on')
      throw new HttpRefusal('OPERATION_NOT_TRUSTED', 'Envíe el id de la operación.');
    const { operationName } = requested;
    const name = typeof operationName === 'string' ? operationName : null;
    log.warn('operation.untrusted', { id, operationName: loggedName(name) });
    return { ...requested, query };
  };

  const resolveId = (requested: RequestedOperation, id: string): TrustedOperation => {
    const { query, operationName } = requested;
    const document = byId.get(id.replace(ID_PREFIX, ''));
    if (!document && mode !== 'on') throw new HttpRefusal('PERSISTED_QUERY_NOT_SUPPORTED');
    if (!document) throw new HttpRefusal('OPERATION_NOT_TRUSTED', 'El id no es conocido.');
    if (typeof query === 'string' && query !== '' && query !== document.body) {
      throw new HttpRefusal('BAD_USER_INPUT', 'El id y el texto de la operación no coinciden.');
    }
    // A document holds one operation: with or without its name it is the same query plan.
    const name = operationName === document.name ? undefined : operationName;
    return { ...requested, query: document.body, operationName: name };
  };

  return {
    resolve(requested, log) {
      const { query, documentId } = requested;
      const hasText = typeof query === 'string' && query !== '';
      // Where texts run, a text says enough: its hash is neither compared nor kept.
      if (hasText && (documentId === undefined || mode !== 'on')) {
        return resolveText(requested, query, log);
      }
      return documentId === undefined ? null : resolveId(requested, documentId);
    },
  };
}
