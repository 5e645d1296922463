import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { SourceFile, Violation } from '../../scripts/contract/schema-check/rule.ts';
import { isCode } from './source-files.ts';

const LITERAL = /`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'/g;
/** Begins as an operation does, with braces after an optional kind, name and variables. */
const OPERATION = /^\s*(?:query|mutation|fragment)?\s*\w*\s*(?:\([^)]*\))?\s*\{/;
/** A value that is known at run time only, such as an id. */
const PUT_IN_QUOTES = /"[^"\n]*\$\{[^}]*\}[^"\n]*"/g;

/** An operation that stands as a text in code. */
interface InlineOperation {
  path: string;
  text: string;
  document: DocumentNode;
}

/** The operations in the texts of a file; one that is put together from parts is none of them. */
export function inlineOperations({ path, text }: SourceFile): InlineOperation[] {
  return [...text.matchAll(LITERAL)]
    .map(([, template, quoted]) => template ?? quoted ?? '')
    .filter((literal) => OPERATION.test(literal))
    .flatMap((literal) => {
      const document = parseOrNull(literal.replaceAll(PUT_IN_QUOTES, '"x"'));
      return document === null ? [] : [{ path, text: literal, document }];
    });
}

function parseOrNull(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

/** Operations in code that fit none of the contracts, but for those that are wrong on purpose. */
export function unfittingOperations(
  files: readonly SourceFile[],
  contracts: readonly GraphQLSchema[],
  wrongOnPurpose: ReadonlySet<string>,
): Violation[] {
  return files
    .filter(isCode)
    .flatMap(inlineOperations)
    .filter(({ text }) => !wrongOnPurpose.has(text))
    .flatMap(({ path, document }) => {
      const [first, ...others] = contracts.map((contract) => validate(contract, document));
      const fits = [first, ...others].some((errors) => errors?.length === 0);
      return fits ? [] : [`${path}: ${first?.[0]?.message ?? 'fits no contract'}`];
    });
}
