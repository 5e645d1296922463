/** Greatest length of a cursor that clients send back. */
export const MAX_CURSOR_CHARACTERS = 1_024;

/**
 * Greatest length, in characters, of the texts that clients ask with: by the name of the argument.
 * The texts that they write are bounded by their columns instead.
 */
export const MAX_ARGUMENT_CHARACTERS: Readonly<Record<string, number>> = {
  search: 100,
  sku: 64,
  barcode: 64,
  docNumber: 64,
  kind: 40,
  series: 4,
  after: MAX_CURSOR_CHARACTERS,
};

/** Greatest length of an id, whatever the argument is called. */
export const MAX_ID_CHARACTERS = 64;
