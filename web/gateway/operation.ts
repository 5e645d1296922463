/**
 * A published operation: the gateway knows its text by this id, and the browser sends the id alone.
 * The types of its variables and of its data travel with it.
 */
export interface Operation<Data, Variables> {
  /** SHA-256 of the text, in hexadecimal, as in `schema/operations.json`. */
  id: string;
  /** Never there: it carries the types. */
  types?: (variables: Variables) => Data;
}
