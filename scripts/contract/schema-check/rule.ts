/** A file of the repository; the path has forward slashes and starts at the top. */
export interface SourceFile {
  path: string;
  text: string;
}

/** One sentence: where, what is wrong, and what to do instead. */
export type Violation = string;

/**
 * A rule is a function from files to violations, so that a fixture can show that it still catches
 * what it is for.
 */
export type Rule = (files: readonly SourceFile[]) => Violation[];
