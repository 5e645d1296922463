import { HttpRefusal } from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';
import { loggedName } from '../http/answered-request.ts';
import type { RequestedOperation } from '../http/requested-operation.ts';
import { bareId, documentHash, type TrustedDocument } from './manifest.ts';

/** Only documents of the manifest run (on), others are logged (log), or all of them run (off). */
export type TrustedDocumentsMode = 'on' | 'log' | 'off';

/** The operation to run, and its text. */
export interface TrustedOperation extends RequestedOperation {
  query: string;
}

export interface TrustedDocuments {
  /** These documents count from now on, and no others. */
  use(documents: readonly TrustedDocument[]): void;
  /**
   * Finds the document of a request.
   * @returns null when there is neither a text nor an id
   * @throws HttpRefusal OPERATION_NOT_TRUSTED when the mode or an unknown id is against it;
   *   PERSISTED_QUERY_NOT_SUPPORTED for an unknown id where the text itself may be sent
   */
  resolve(requested: RequestedOperation, log: Log): TrustedOperation | null;
}

/** Makes it without any document; `use` gives it some. */
export function createTrustedDocuments(mode: TrustedDocumentsMode): TrustedDocuments {
  let byId: ReadonlyMap<string, TrustedDocument> = new Map();
  /** Hashes of the texts: other tools may choose other ids. */
  let hashes: ReadonlySet<string> = new Set();

  const resolveText = (requested: RequestedOperation, query: string, log: Log) => {
    if (mode === 'off') return { ...requested, query };
    const id = documentHash(query);
    if (hashes.has(id) && mode === 'log') return { ...requested, query };
    if (mode === 'on')
      throw new HttpRefusal('OPERATION_NOT_TRUSTED', 'Envíe el id de la operación.');
    const { operationName } = requested;
    const name = typeof operationName === 'string' ? operationName : null;
    log.warn('operation.untrusted', { id, operationName: loggedName(name) });
    return { ...requested, query };
  };

  const resolveId = (requested: RequestedOperation, id: string): TrustedOperation => {
    const { query, operationName } = requested;
    const document = byId.get(bareId(id));
    if (!document && mode !== 'on') throw new HttpRefusal('PERSISTED_QUERY_NOT_SUPPORTED');
    if (!document) throw new HttpRefusal('OPERATION_NOT_TRUSTED', 'El id no es conocido.');
    if (typeof query === 'string' && query !== '' && query !== document.body) {
      throw new HttpRefusal('BAD_USER_INPUT', 'El id y el texto de la operación no coinciden.');
    }
    // With or without the name of its only operation it is the same query plan.
    const isOnly = document.name !== null && operationName === document.name;
    const name = isOnly ? undefined : operationName;
    return { ...requested, query: document.body, operationName: name };
  };

  return {
    use(documents) {
      byId = new Map(documents.map((document) => [document.id, document]));
      hashes = new Set(documents.map(({ body }) => documentHash(body)));
    },
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
