import type { PromiseName } from './promises.ts';
import type { Setting } from './protocol-step.ts';
import { INTACT, type Rules } from './rules.ts';
import { CROWD, DISCARDING, EVERYTHING, REPLACING, STRAYS } from './settings.ts';

/** The protocol without one of its rules. */
export interface Mutant {
  without: keyof Rules;
  name: string;
  setting: Setting;
  /** The promise that is broken soonest. */
  breaks: PromiseName;
}

/** The setting where a mutant shows, if not on one key with everything. */
const SETTING_OF: Partial<Record<keyof Rules, Setting>> = {
  joinsOpen: { ...REPLACING, units: 2 },
  discardIsFinal: DISCARDING,
  writesDiscard: DISCARDING,
  discardAbortsOpen: DISCARDING,
  storesAnswers: CROWD,
  confirmedIsFinal: STRAYS,
};

export const MUTANTS: readonly Mutant[] = [
  mutant('decidesOnlyOpen', 'a commit does not look whether the attempt is open', 'final'),
  mutant('answersFromRow', 'a request answers what it wanted, not what was decided', 'sold'),
  mutant('releasesOnlyAborted', 'a COMMIT without an answer is compensated in a catch', 'I3'),
  mutant('confirmsOnlyOwnCommit', 'a confirm is sent though someone else decided', 'I4'),
  mutant('recovers', 'nobody looks after open attempts', 'settles'),
  mutant('recoveryOnlyAborts', 'recovery commits what it finds open', 'I3'),
  mutant('namesUnreleased', 'the next attempt does not name the unreleased ones', 'retry'),
  mutant('joinsOpen', 'a new attempt is begun while the last one is open', 'I6'),
  mutant('ruleIsFinal', 'a key that a rule has refused tries again', 'refused'),
  mutant('discardIsFinal', 'a key that a person has discarded tries again', 'discarded'),
  mutant('writesDiscard', 'an unknown key is discarded without writing it down', 'discarded'),
  mutant('discardAbortsOpen', 'a discard leaves what is open alone', 'discarded'),
  mutant('comparesHashes', 'another purchase under the key gets the stored sale', 'sold'),
  mutant('refusesFromRows', 'a request in memory refuses another purchase', 'refused'),
  mutant('writesNever', 'ventas says "never" without writing it down', 'I3'),
  mutant('holdsOutliveClock', 'inventario drops a hold because of its age', 'I3'),
  mutant('leavesTombstones', 'a release of an unknown id leaves no tombstone', 'I5'),
  mutant('refusesReleased', 'a late reserve is accepted after the release', 'I5'),
  mutant('refusesLate', 'a hold begins after validUntil', 'I5'),
  mutant('storesAnswers', 'a repeated reserve is admitted as if it were the first', 'I2'),
  mutant('confirmedIsFinal', 'a release gives confirmed stock back', 'confirmed'),
];

function mutant(without: keyof Rules, name: string, breaks: PromiseName): Mutant {
  const rules = { ...INTACT, [without]: false };
  const base = SETTING_OF[without] ?? EVERYTHING;
  return { without, name, breaks, setting: { ...base, rules } };
}
