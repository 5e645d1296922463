import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/**
 * The text of an operation, which knows the types of its variables and of its data. Such constants
 * are generated from the `.graphql` files beside the code that sends them.
 */
export type TypedDocument<Data, Variables> = string & DocumentTypeDecoration<Data, Variables>;

/**
 * The data of an answer in which every service had its part: a root field is null when the service
 * that owns it did not answer, and an error says so.
 */
export type WholeData<Data> = { [Field in keyof Data]: NonNullable<Data[Field]> };
