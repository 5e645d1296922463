import { readSearch, type Search } from '../../../common/subgraph/database/search.ts';
import { readDocumentNumber } from '../../../common/values/identity-document.ts';
import { readDocumentCode } from '../documents/printed-document.ts';
import { idEndsOf } from './sale-number.ts';

/** Everything that a text which somebody seeks sales by may be. */
export interface SaleSearch {
  /** The code of a document; the text is nothing else then. */
  document: { series: string; number: number } | null;
  /** The last characters of the ids whose number it is. */
  idEnds: readonly string[];
  /** The number of a customer's identity document, in the form in which it is kept. */
  docNumber: string | null;
  /** The words of a customer's name. */
  name: Search | null;
}

const DOC_NUMBER = /^[0-9A-Z]{6,20}$/;

/** Reads what somebody seeks sales by. @returns null for nothing */
export function readSaleSearch(given: string | null | undefined): SaleSearch | null {
  const search = readSearch(given);
  if (search === null) return null;
  const nothing: SaleSearch = { document: null, idEnds: [], docNumber: null, name: null };
  const document = readDocumentCode(search.text);
  if (document) return { ...nothing, document };
  const compact = readDocumentNumber(search.text);
  const docNumber = DOC_NUMBER.test(compact) ? compact : null;
  return {
    document: null,
    idEnds: idEndsOf(compact),
    docNumber,
    // An index finds a number at once, and a name that has to be looked for too would undo that.
    name: docNumber !== null && isNumber(search.text) ? null : search,
  };
}

/** Letters and digits in one piece, or digits alone: "7K3M9QX", "10 456 789 012". */
function isNumber(text: string): boolean {
  const isOnePiece = !/\s/.test(text) || !/\p{L}/u.test(text);
  return isOnePiece && /\d/.test(text);
}
