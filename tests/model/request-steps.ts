import { answerFromRow } from './client-answer.ts';
import { runReserve, unjustRejection } from './inventario-steps.ts';
import { chance, orderly, type Situation, type Step } from './protocol-step.ts';
import {
  type AttemptState,
  type IntendedDecision,
  type KeyState,
  type RequestState,
  withAttempt,
  withoutRequest,
  withPhase,
} from './sale-state.ts';

/**
 * The next steps of a request; one of them is the death of its process. A process with several
 * requests dies request by request: the states in between are such as may be reached anyway.
 */
export function requestSteps(situation: Situation, request: RequestState): Step[] {
  const { process, phase } = request;
  const died = withoutRequest(situation.key, request);
  return [
    chance(situation, `dies while ${phase.kind} attempt ${phase.attempt}`, died),
    ...livingSteps(situation, request),
  ].map((step) => ({ ...step, text: `process ${process} ${step.text}` }));
}

function livingSteps(situation: Situation, request: RequestState): Step[] {
  const { phase } = request;
  switch (phase.kind) {
    case 'inserting':
      return insert(situation, request, phase);
    case 'reserving':
      return awaitReserve(situation, request, phase.attempt);
    case 'deciding':
      return decide(situation, request, phase);
  }
}

export const NEW_ATTEMPT: Omit<AttemptState, 'purchase'> = {
  decision: 'OPEN',
  reason: null,
  outbox: 'empty',
  confirmWritten: false,
  releaseWritten: false,
  reserveNaming: null,
  isLate: false,
  reservation: null,
  sweeperWasTold: null,
  wasReleased: false,
  wasConfirmed: false,
};

type Inserting = RequestState['phase'] & { kind: 'inserting' };

function insert(situation: Situation, request: RequestState, phase: Inserting): Step[] {
  const { key, setting } = situation;
  const { attempt: number, naming, wasAskedAbout } = phase;
  const isIdTaken = wasAskedAbout && setting.rules.writesNever;
  if (isIdTaken || key.attempts.length >= number) return [beginAgain(situation, request)];

  const sweeperWasTold = wasAskedAbout ? ('ABORTED' as const) : null;
  const attempt = { ...NEW_ATTEMPT, purchase: request.purchase, sweeperWasTold };
  const written = (change: Partial<AttemptState>) => {
    return { ...key, attempts: [...key.attempts, { ...attempt, ...change }] };
  };
  const reserving = { kind: 'reserving' as const, attempt: number };
  const tooLate = { kind: 'deciding' as const, attempt: number, decision: 'abort unsent' as const };
  const sent = withPhase(written({ reserveNaming: naming }), request, reserving);
  const text = `inserts attempt ${number}`;
  const named = naming.length > 0 ? `, naming ${naming.join()}` : '';
  const steps = [
    orderly(situation, `${text} OPEN, sends its reserve${named}`, sent),
    chance(situation, `${text} OPEN too late`, withPhase(written({}), request, tooLate)),
  ];
  if (setting.asksEarly && !wasAskedAbout) {
    const asked = withPhase(key, request, { ...phase, wasAskedAbout: true });
    const question = 'has drawn an id; inventario asks about it and is told ABORTED';
    steps.push(chance(situation, question, asked));
  }
  if (setting.hasPartyRules) {
    const refused = withoutRequest(written({ decision: 'ABORTED', reason: 'Rule' }), request);
    steps.push(chance(situation, `${text} ABORTED by a rule and says "rejected"`, refused));
  }
  return steps;
}

/** It looks the key up again, as a request that is sent later does. */
function beginAgain(situation: Situation, request: RequestState): Step {
  const { key } = situation;
  const { purchase, phase } = request;
  const unsent = { ...key.unsent, [purchase]: key.unsent[purchase] + 1 };
  const text = `cannot insert attempt ${phase.attempt}, a row is there: begins again`;
  return orderly(situation, text, { ...withoutRequest(key, request), unsent });
}

function awaitReserve(situation: Situation, request: RequestState, number: number): Step[] {
  const { key, setting } = situation;
  const intend = (from: KeyState, decision: IntendedDecision) =>
    withPhase(from, request, { kind: 'deciding', attempt: number, decision });
  const { answer, ...after } = runReserve(setting, situation, number);
  const decisions = { Held: 'commit', Rejected: 'reject', Refused: 'abort' } as const;
  const text = `hears from inventario that reserve ${number} is ${answer.kind}`;
  const heard = orderly(situation, text, intend(after.key, decisions[answer.kind]));
  const broken = unjustRejection(setting, situation, number, answer);
  const deaf = chance(situation, `hears nothing of reserve ${number}`, intend(key, 'abort'));
  return [{ ...heard, available: after.available, broken }, deaf];
}

type Deciding = RequestState['phase'] & { kind: 'deciding' };

/** The one transaction that decides, and the answer that follows from the row. */
function decide(situation: Situation, request: RequestState, phase: Deciding): Step[] {
  const { key, setting } = situation;
  const { rules } = setting;
  const { attempt: number, decision } = phase;
  const isOpen = key.attempts[number - 1]?.decision === 'OPEN';
  const isCommit = decision === 'commit';
  if (!isOpen && (rules.decidesOnlyOpen || !isCommit)) {
    return [findDecided(situation, request, phase)];
  }
  const decided = withAttempt(withoutRequest(key, request), number, changeOf(decision));
  const { says, broken } = answerFromRow(decided, number, request.purchase);
  const text = `decides attempt ${number}: ${decision}`;
  const step = { ...orderly(situation, `${text}; ${says}`, decided), broken };
  if (!isCommit || rules.releasesOnlyAborted) return [step];
  const released = withAttempt(decided, number, { releaseWritten: true });
  return [step, chance(situation, `${text}; hears nothing of it, so sends a release`, released)];
}

function findDecided(situation: Situation, request: RequestState, phase: Deciding): Step {
  const { key, setting } = situation;
  const { attempt: number, decision } = phase;
  const { rules } = setting;
  const ended = withoutRequest(key, request);
  const isCommit = decision === 'commit';
  const text = `finds attempt ${number} decided`;
  const { says, broken } = answerFromRow(key, number, request.purchase);
  if (isCommit && !rules.answersFromRow) {
    const isTrue = key.attempts[number - 1]?.decision === 'COMMITTED';
    const step = orderly(situation, `${text}; it says "sold" all the same`, ended);
    return { ...step, broken: isTrue ? null : 'sold' };
  }
  const isConfirming = isCommit && !rules.confirmsOnlyOwnCommit;
  const left = isConfirming ? withAttempt(ended, number, { confirmWritten: true }) : ended;
  return { ...orderly(situation, `${text}; ${says}`, left), broken };
}

function changeOf(decision: IntendedDecision): Partial<AttemptState> {
  switch (decision) {
    case 'commit':
      return { decision: 'COMMITTED', outbox: 'CONFIRM', confirmWritten: true };
    case 'reject':
      return { decision: 'ABORTED', reason: 'Rule' };
    case 'abort':
      return { decision: 'ABORTED', reason: 'Fault', outbox: 'RELEASE', releaseWritten: true };
    case 'abort unsent':
      return { decision: 'ABORTED', reason: 'Fault' };
  }
}
