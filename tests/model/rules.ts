/**
 * The rules that carry the safety of the sale protocol, as switches: all on is the protocol as
 * built. A mutant is the protocol with one of them off.
 */
export interface Rules {
  /** A decision is one update from OPEN. Off: a commit is written whatever the row says. */
  decidesOnlyOpen: boolean;
  /** The answer is what the row says. Off: it is what this request had meant to decide. */
  answersFromRow: boolean;
  /** A COMMIT without an answer is unknown. Off: it counts as failed, and the stock is released. */
  releasesOnlyAborted: boolean;
  /** Only who has committed confirms. Off: so does who wanted to and came second. */
  confirmsOnlyOwnCommit: boolean;
  /** Recovery decides attempts that stay open. Off: nobody looks at them again. */
  recovers: boolean;
  /** Recovery aborts. Off: it commits what it finds open. */
  recoveryOnlyAborts: boolean;
  /** The next attempt names its key's unreleased ones. Off: it names none. */
  namesUnreleased: boolean;
  /** An open attempt is joined. Off: the next one is begun beside it. */
  joinsOpen: boolean;
  /** A key that a rule has refused stays refused. Off: the same key tries again. */
  ruleIsFinal: boolean;
  /** A key that a person has discarded stays so. Off: the same key tries again. */
  discardIsFinal: boolean;
  /** A discard is written down before it is answered. Off: an unknown key is only said to be. */
  writesDiscard: boolean;
  /** A discard aborts what is open, by the guarded update. Off: it only adds to the key. */
  discardAbortsOpen: boolean;
  /** A key belongs to one purchase. Off: nobody compares the hashes. */
  comparesHashes: boolean;
  /** Only a stored attempt refuses another purchase. Off: a request in memory does too. */
  refusesFromRows: boolean;
  /** `settleSales` writes its "never" down. Off: it only says so. */
  writesNever: boolean;
  /** Holds end by ventas' decision. Off: inventario drops one when its time has passed. */
  holdsOutliveClock: boolean;
  /** A release of an unknown id leaves a tombstone. Off: it leaves nothing. */
  leavesTombstones: boolean;
  /** A released id never holds again. Off: a late reserve makes a new hold. */
  refusesReleased: boolean;
  /** No hold begins after `validUntil`. Off: nobody looks at the clock. */
  refusesLate: boolean;
  /** A confirmed reservation is sold. Off: a release gives its stock back. */
  confirmedIsFinal: boolean;
  /** An id is answered once. Off: a repeated reserve is admitted as if it were the first. */
  storesAnswers: boolean;
}

export const INTACT: Rules = {
  decidesOnlyOpen: true,
  answersFromRow: true,
  releasesOnlyAborted: true,
  confirmsOnlyOwnCommit: true,
  recovers: true,
  recoveryOnlyAborts: true,
  namesUnreleased: true,
  joinsOpen: true,
  ruleIsFinal: true,
  discardIsFinal: true,
  writesDiscard: true,
  discardAbortsOpen: true,
  comparesHashes: true,
  refusesFromRows: true,
  writesNever: true,
  holdsOutliveClock: true,
  leavesTombstones: true,
  refusesReleased: true,
  refusesLate: true,
  confirmedIsFinal: true,
  storesAnswers: true,
};
