import {
  type Attempt,
  type KeyState as KeyVerdict,
  stateOfKey,
} from '../../subgraphs/ventas/sales/attempt.ts';
import { isJustRejection, runReserve } from './inventario-steps.ts';
import type { PromiseName } from './promises.ts';
import { chance, orderly, type Situation, type Step } from './protocol-step.ts';
import {
  type AttemptState,
  type IntendedDecision,
  type KeyState,
  type Purchase,
  type RequestState,
  withAttempt,
  withoutRequest,
  withPhase,
} from './sale-state.ts';

/**
 * A client sends a request; a process that already works on the key lets it wait for the leader.
 */
export function sendingSteps(situation: Situation): Step[] {
  const { key, setting } = situation;
  const steps: Step[] = [];
  for (const purchase of ['own', 'other'] as const) {
    if (key.unsent[purchase] === 0) continue;
    const unsent = { ...key.unsent, [purchase]: key.unsent[purchase] - 1 };
    for (const process of [0, 1] as const) {
      const leader = key.requests.find((request) => request.process === process);
      const text = `client sends the ${purchase} purchase to process ${process}`;
      if (!leader) {
        const request = { process, purchase, phase: { kind: 'looking' as const } };
        const requests = [...key.requests, request];
        steps.push(chance(situation, text, { ...key, unsent, requests }));
      } else if (leader.purchase !== purchase && !setting.rules.refusesFromRows) {
        const refused = tellReused({ ...key, unsent }, purchase);
        steps.push(chance(situation, `${text}, which tells it "key reused"`, refused));
      }
    }
  }
  return steps;
}

/** What a request may do next, and that its process may die. */
export function requestSteps(situation: Situation, request: RequestState): Step[] {
  const { process, phase } = request;
  const died = withoutRequest(situation.key, request);
  const death = chance(situation, `process ${process} dies or gives up while ${phase.kind}`, died);
  return [death, ...livingSteps(situation, request)].map((step) => ({
    ...step,
    text: step.text.replace(/^process:/, `process ${process}:`),
  }));
}

function livingSteps(situation: Situation, request: RequestState): Step[] {
  const { phase } = request;
  switch (phase.kind) {
    case 'looking':
      return lookUp(situation, request);
    case 'planned':
      return readUnreleased(situation, request, phase);
    case 'inserting':
      return insert(situation, request, phase);
    case 'reserving':
      return awaitReserve(situation, request, phase.attempt);
    case 'deciding':
      return decide(situation, request, phase);
  }
}

function lookUp(situation: Situation, request: RequestState): Step[] {
  const { key, setting } = situation;
  const verdict = verdictOn(situation, request.purchase);
  const ended = withoutRequest(key, request);
  switch (verdict.kind) {
    case 'Join':
      return [];
    case 'Reused': {
      const told = tellReused(ended, request.purchase);
      return [orderly(situation, 'process: the key is another purchase; it says so', told)];
    }
    case 'Answered':
      return [tell(situation, { key: ended, request, number: verdict.attempt.attempt })];
    case 'Run': {
      const { attempt } = verdict;
      if (attempt > setting.maxAttempts) return [];
      const phase = { kind: 'planned' as const, attempt, wasAskedAbout: false };
      const text = `process: looks the key up: may run as attempt ${attempt}`;
      return [orderly(situation, text, withPhase(key, request, phase))];
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
    (!rules.ruleIsFinal && newest.reason === 'Rule');
  const seen = mayRepeat ? { ...newest, decision: 'ABORTED' as const, reason: 'Fault' } : newest;
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

function reasonOf(kind: string | null): Attempt['reason'] {
  if (kind === null) return null;
  return kind === 'Rule' ? { kind, rejections: [] } : { kind: 'Fault', fault: 'Expired' };
}

type Planned = RequestState['phase'] & { kind: 'planned' };

function readUnreleased(situation: Situation, request: RequestState, phase: Planned): Step[] {
  const { key, setting } = situation;
  const { rules, asksEarly } = setting;
  const naming = key.attempts.flatMap(({ outbox }, index) =>
    outbox === 'RELEASE' && rules.namesUnreleased ? [index + 1] : [],
  );
  const text = `process: reads which earlier attempts are not released: ${naming.join() || 'none'}`;
  const next = { ...phase, kind: 'inserting' as const, naming };
  const reading = orderly(situation, text, withPhase(key, request, next));
  if (!asksEarly || phase.wasAskedAbout) return [reading];
  const asked = withPhase(key, request, { ...phase, wasAskedAbout: true });
  const question = 'inventario asks about the id that was just drawn; ventas answers ABORTED';
  return [reading, chance(situation, question, asked)];
}

const NEW_ATTEMPT: Omit<AttemptState, 'purchase'> = {
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
  if (isIdTaken || key.attempts.length >= number) {
    const text = 'process: cannot insert, another row is there; begins again';
    return [orderly(situation, text, withPhase(key, request, { kind: 'looking' }))];
  }
  const sweeperWasTold = wasAskedAbout ? ('ABORTED' as const) : null;
  const attempt = { ...NEW_ATTEMPT, purchase: request.purchase, sweeperWasTold };
  const written = (change: Partial<AttemptState>) => {
    return { ...key, attempts: [...key.attempts, { ...attempt, ...change }] };
  };
  const text = `process: inserts attempt ${number}`;
  const sent = withPhase(written({ reserveNaming: naming }), request, {
    kind: 'reserving',
    attempt: number,
  });
  const tooLate = withPhase(written({}), request, {
    kind: 'deciding',
    attempt: number,
    decision: 'abort unsent',
  });
  const steps = [
    orderly(situation, `${text} OPEN, sends its reserve (naming ${naming.join() || 'none'})`, sent),
    chance(situation, `${text} OPEN after its deadline`, tooLate),
  ];
  if (!setting.hasPartyRules) return steps;
  const refused = written({ decision: 'ABORTED', reason: 'Rule' });
  const told = withoutRequest(refused, request);
  return [...steps, chance(situation, `${text} ABORTED by a rule and says so`, told)];
}

function awaitReserve(situation: Situation, request: RequestState, number: number): Step[] {
  const { key, setting } = situation;
  const intend = (from: KeyState, decision: IntendedDecision) =>
    withPhase(from, request, { kind: 'deciding', attempt: number, decision });
  const result = runReserve(setting, situation, number);
  const decisions = { Held: 'commit', Rejected: 'reject', Refused: 'abort' } as const;
  const arrival = {
    ...orderly(
      situation,
      `process: reserve ${number} arrives, the answer comes back: ${result.answer.kind}`,
      intend(result.key, decisions[result.answer.kind]),
    ),
    available: result.available,
    broken: unjustRejection(situation, number, result.answer.kind),
  };
  const text = `process: has no answer to reserve ${number} in time`;
  return [arrival, chance(situation, text, intend(key, 'abort'))];
}

/** @returns the promise that a refusal for lack of stock breaks when it is unjust */
export function unjustRejection(
  situation: Situation,
  number: number,
  answer: string,
): PromiseName | null {
  const isUnjust = answer === 'Rejected' && !isJustRejection(situation.setting, situation, number);
  return isUnjust ? 'retry' : null;
}

type Deciding = RequestState['phase'] & { kind: 'deciding' };

/** The one transaction that decides, and the answer that follows from the row. */
function decide(situation: Situation, request: RequestState, phase: Deciding): Step[] {
  const { key, setting } = situation;
  const { rules } = setting;
  const { attempt: number, decision } = phase;
  const ended = withoutRequest(key, request);
  const isOpen = key.attempts[number - 1]?.decision === 'OPEN';
  const isWritten = isOpen || (!rules.decidesOnlyOpen && decision === 'commit');
  if (isWritten) {
    const decided = withAttempt(ended, number, changeOf(decision));
    const text = `process: decides attempt ${number} (${decision}), and`;
    const steps = [tell(situation, { key: decided, request, number, text })];
    if (decision !== 'commit' || rules.releasesOnlyAborted) return steps;
    const released = withAttempt(decided, number, { releaseWritten: true });
    const loss = `process: decides attempt ${number} (commit), hears nothing, sends a release`;
    return [...steps, chance(situation, loss, released)];
  }
  const text = `process: finds attempt ${number} decided already, and`;
  if (decision === 'commit' && !rules.answersFromRow) {
    const lie = orderly(situation, `${text} says "sold" all the same`, ended);
    const isTrue = key.attempts[number - 1]?.decision === 'COMMITTED';
    return [{ ...lie, broken: isTrue ? null : 'sold' }];
  }
  const confirming = decision === 'commit' && !rules.confirmsOnlyOwnCommit;
  const left = confirming ? withAttempt(ended, number, { confirmWritten: true }) : ended;
  return [tell(situation, { key: left, request, number, text })];
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

interface Telling {
  key: KeyState;
  request: RequestState;
  number: number;
  text?: string;
}

/** Answers the client with what the row of the attempt says. */
function tell(situation: Situation, { key, request, number, text }: Telling): Step {
  const attempt = key.attempts[number - 1];
  const start = text ?? `process: finds attempt ${number} decided, and`;
  if (attempt?.decision === 'COMMITTED') {
    const broken = attempt.purchase === request.purchase ? null : ('sold' as const);
    return { ...orderly(situation, `${start} says "sold"`, key), broken };
  }
  if (attempt?.reason === 'Rule') return orderly(situation, `${start} says "rejected"`, key);
  return orderly(situation, `${start} says "not sold, try again"`, key);
}

function tellReused(key: KeyState, purchase: Purchase): KeyState {
  return { ...key, wasToldReused: { ...key.wasToldReused, [purchase]: true } };
}
