import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/**
 * The text of an operation, which knows the types of its variables and of its data. Such constants
 * are generated from the `.graphql` files beside the code that sends them.
 */
export type TypedDocument<Data, Variables> = string & DocumentTypeDecoration<Data, Variables>;
