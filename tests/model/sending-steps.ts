import {
  type AbortReason,
  type Attempt,
  type KeyState as KeyVerdict,
  stateOfKey,
} from '../../subgraphs/ventas/sales/attempt.ts';
import { answerFromRow } from './client-answer.ts';
import { chance, type Situation, type Step } from './protocol-step.ts';
import type { KeyState, Purchase, RequestState } from './sale-state.ts';

/**
 * A client sends a request, and a process looks its key up. Left out are the requests that wait,
 * for the leader of their key in the same process or for an attempt that is open elsewhere: they
 * write nothing, and are answered as a request that comes later is.
 */
export function sendingSteps(situation: Situation): Step[] {
  const { key } = situation;
  return (['own', 'other'] as const).flatMap((purchase) => {
    if (key.unsent[purchase] === 0) return [];
    const sent = {
      ...key,
      unsent: { ...key.unsent, [purchase]: key.unsent[purchase] - 1 },
    };
    return ([0, 1] as const).flatMap((process) => {
      const leader = key.requests.find((request) => request.process === process);
      const looked = leader
        ? meetLeader(situation, { sent, leader, purchase })
        : lookUp(situation, { sent, process, purchase });
      const text = `a client sends the ${purchase} purchase to process ${process}:`;
      return looked.map((step) => ({ ...step, text: `${text} ${step.text}` }));
    });
  });
}

interface Meeting {
  sent: KeyState;
  leader: RequestState;
  purchase: Purchase;
}

function meetLeader(situation: Situation, { sent, leader, purchase }: Meeting): Step[] {
  if (leader.purchase === purchase || situation.setting.rules.refusesFromRows) return [];
  const refused = tellReused(sent, purchase);
  return [chance(situation, 'refused because of the request that it works on', refused)];
}

interface Looking {
  sent: KeyState;
  process: 0 | 1;
  purchase: Purchase;
}

/**
 * Follows the key table, and reads which earlier attempts are not released. Reading the two apart,
 * as the store does, could only find fewer, and only such as have been released meanwhile.
 */
function lookUp(situation: Situation, { sent, process, purchase }: Looking): Step[] {
  const { rules, maxAttempts } = situation.setting;
  const verdict = verdictOn(situation, purchase);
  switch (verdict.kind) {
    case 'Join':
      return [];
    case 'Reused':
      return [chance(situation, 'the key is reused', tellReused(sent, purchase))];
    case 'Answered': {
      const { says, broken } = answerFromRow(sent, verdict.attempt.attempt, purchase);
      return [{ ...chance(situation, says, sent), broken }];
    }
    case 'Run': {
      const { attempt } = verdict;
      if (attempt > maxAttempts) return [];
      const naming = sent.attempts.flatMap(({ outbox }, index) =>
        outbox === 'RELEASE' && rules.namesUnreleased ? [index + 1] : [],
      );
      const phase = { kind: 'inserting' as const, attempt, naming, wasAskedAbout: false };
      const requests = [...sent.requests, { process, purchase, phase }];
      const unreleased = naming.length > 0 ? `; not yet released: ${naming.join()}` : '';
      const text = `runs as attempt ${attempt}${unreleased}`;
      return [chance(situation, text, { ...sent, requests })];
    }
  }
}

/** The real key table, on the newest attempt. */
function verdictOn({ key, setting }: Situation, purchase: Purchase): KeyVerdict {
  const { rules } = setting;
  const newest = key.attempts.at(-1);
  if (!newest) return stateOfKey(null, purchase);
  const mayRepeat =
    (!rules.joinsOpen && newest.decision === 'OPEN') ||
    (!rules.ruleIsFinal && newest.reason === 'Rule') ||
    (!rules.discardIsFinal && newest.reason === 'Person');
  const seen = mayRepeat
    ? { decision: 'ABORTED' as const, reason: 'Fault' as const }
    : { decision: newest.decision, reason: newest.reason };
  const row: Attempt = {
    id: '',
    attempt: key.attempts.length,
    requestHash: rules.comparesHashes ? newest.purchase : purchase,
    decision: seen.decision,
    reason: reasonOf(seen.reason),
    validUntil: new Date(0),
    createdAt: new Date(0),
  };
  return stateOfKey(row, purchase);
}

function reasonOf(kind: AbortReason['kind'] | null): Attempt['reason'] {
  switch (kind) {
    case null:
      return null;
    case 'Rule':
      return { kind, rejections: [] };
    case 'Fault':
      return { kind, fault: 'Expired' };
    case 'Person':
      return { kind };
  }
}

function tellReused(key: KeyState, purchase: Purchase): KeyState {
  return { ...key, wasToldReused: { ...key.wasToldReused, [purchase]: true } };
}
