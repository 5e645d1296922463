import { chance, type Situation, type Step } from './protocol-step.ts';
import { NEW_ATTEMPT } from './request-steps.ts';
import { type AttemptState, type KeyState, withAttempt } from './sale-state.ts';

/**
 * A person discards the key. Looking and writing are one step: the guarded update and the unique
 * number of an attempt let it write only while what it saw is still so, and else it looks again.
 */
export function discardSteps(situation: Situation): Step[] {
  const { key, setting } = situation;
  if (!key.mayDiscard) return [];
  const asked = { ...key, mayDiscard: false };
  const { attempts } = key;
  const newest = attempts.at(-1);
  if (newest?.decision === 'COMMITTED') {
    return [chance(situation, 'a person discards the key and is told that it has sold', asked)];
  }
  const text = 'a person discards the key';
  const told = { ...asked, wasToldDiscarded: true };
  if (newest?.decision === 'OPEN' && setting.rules.discardAbortsOpen) {
    const aborted = withAttempt(told, attempts.length, BY_PERSON);
    const done = chance(situation, `${text}: aborts attempt ${attempts.length}`, aborted);
    return [done, unanswered(situation, done)];
  }
  if (newest?.reason === 'Person') return [chance(situation, `${text} again`, told)];
  const added = setting.rules.writesDiscard ? withDiscard(told) : told;
  const done = chance(situation, `${text}: nothing is sold under it`, added);
  return [done, unanswered(situation, done)];
}

const BY_PERSON: Partial<AttemptState> = {
  decision: 'ABORTED',
  reason: 'Person',
  outbox: 'RELEASE',
  releaseWritten: true,
};

function withDiscard(key: KeyState): KeyState {
  const discard: AttemptState = {
    ...NEW_ATTEMPT,
    purchase: null,
    decision: 'ABORTED',
    reason: 'Person',
  };
  return { ...key, attempts: [...key.attempts, discard] };
}

/** It dies before it answers: what it has written stands, and nobody was told. */
function unanswered(situation: Situation, { text, key }: Step): Step {
  return chance(situation, `${text}; the answer is lost`, { ...key, wasToldDiscarded: false });
}
