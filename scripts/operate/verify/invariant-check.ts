import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { selectFields, text } from '../../../common/subgraph/database/table.ts';

/** The promises of the sale protocol, in the words of the operator's report. */
export const INVARIANTS = {
  I1: 'available stock is never negative',
  I2: 'the ledger explains every stock, without holes',
  I3: 'every committed attempt has its reservation',
  I4: 'every confirmed reservation belongs to a committed attempt',
  I5: 'a released reservation never holds again',
  I6: 'a key is sold at most once, and every commitment is a sale',
  I7: 'every amount adds up',
  I8: 'nothing is stuck',
  I10: 'what was paid and given back is what the sales say',
  I11: 'what customers brought back is worth its part, and in stock once',
  I14: 'every document has its number, without holes, and the amounts of its source',
  I15: 'the drawers hold what was put in and taken out',
} as const;

export type Invariant = keyof typeof INVARIANTS;

/** One promise that does not hold for one thing. */
export interface Violation {
  invariant: Invariant;
  /** The fault in one sentence, with the numbers that disagree. */
  message: string;
  /** The thing at fault, such as `product 7` or `attempt 0190…`. */
  subject: string;
}

/** Looks for violations of one kind. */
export interface Check {
  invariant: Invariant;
  find(): Promise<Finding[]>;
}

export type Finding = Pick<Violation, 'subject' | 'message'>;

/** Most violations that one check returns: more of them tell nothing new. */
export const MAX_FINDINGS = 1_000;

/** A check that is one statement, hence one snapshot; its rows have a `subject` and a `message`. */
export interface SqlCheck {
  invariant: Invariant;
  statement: string;
}

const FINDING = { subject: text('subject'), message: text('message') };

/** Makes a check run on a database. */
export function checkOn(sql: Sql, { invariant, statement }: SqlCheck): Check {
  const findings = selectFields(
    FINDING,
    `FROM (${statement}) AS found ORDER BY subject, message LIMIT ${MAX_FINDINGS}`,
  );
  return { invariant, find: () => sql.query(findings) };
}
