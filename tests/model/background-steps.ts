import { runConfirm, runRelease, runReserve, unjustRejection } from './inventario-steps.ts';
import { chance, orderly, type Situation, type Step } from './protocol-step.ts';
import { type AttemptState, withAttempt } from './sale-state.ts';

/**
 * The steps that may happen to an attempt without its request: clocks, copies of messages, the
 * workers.
 */
export function backgroundSteps(situation: Situation, number: number): Step[] {
  const attempt = situation.key.attempts[number - 1];
  if (!attempt) return [];
  return [
    ...recovery(situation, number, attempt),
    ...lateCopies(situation, number, attempt),
    ...settlement(situation, number, attempt),
    ...sweep(situation, number, attempt),
    ...clock(situation, number, attempt),
    ...strays(situation, number),
  ];
}

/** `validUntil` may have passed at any moment: clocks only decide when to try. */
function recovery(situation: Situation, number: number, attempt: AttemptState): Step[] {
  const { key, setting } = situation;
  if (attempt.decision !== 'OPEN' || !setting.rules.recovers) return [];
  const { rules } = setting;
  const change: Partial<AttemptState> = rules.recoveryOnlyAborts
    ? { decision: 'ABORTED', reason: 'Fault', outbox: 'RELEASE', releaseWritten: true }
    : { decision: 'COMMITTED', outbox: 'CONFIRM', confirmWritten: true };
  const text = `recovery finds attempt ${number} open too long: ${change.decision}`;
  return [orderly(situation, text, withAttempt(key, number, change))];
}

/** A copy of the reserve arrives, and nobody hears the answer. */
function lateCopies(situation: Situation, number: number, attempt: AttemptState): Step[] {
  if (attempt.reserveNaming === null) return [];
  const { answer, ...after } = runReserve(situation.setting, situation, number);
  const text = `a copy of reserve ${number} arrives: ${answer.kind}; the answer is lost`;
  const broken = unjustRejection(situation.setting, situation, number, answer);
  return [{ ...chance(situation, text, after.key), available: after.available, broken }];
}

/**
 * A message that was ever written may be sent by either process, at any time and again, also when
 * its row is gone: that is what leases, failed tries and slow networks amount to.
 */
function settlement(situation: Situation, number: number, attempt: AttemptState): Step[] {
  const steps: Step[] = [];
  for (const kind of ['CONFIRM', 'RELEASE'] as const) {
    const isConfirm = kind === 'CONFIRM';
    if (!(isConfirm ? attempt.confirmWritten : attempt.releaseWritten)) continue;
    const run = isConfirm ? runConfirm : runRelease;
    const { isAcknowledged, ...after } = run(situation.setting, situation, number);
    const text = `${kind} ${number} arrives`;
    const { available } = after;
    const copy = chance(situation, `${text}; the acknowledgement is lost`, after.key);
    steps.push({ ...copy, available });
    if (attempt.outbox !== kind) continue;
    const outbox = isAcknowledged ? 'empty' : 'dead';
    const acknowledged = withAttempt(after.key, number, { outbox });
    const end = isAcknowledged ? 'is acknowledged' : 'is refused: parked';
    steps.push({ ...orderly(situation, `${text} and ${end}`, acknowledged), available });
  }
  return steps;
}

/** Asking and acting are two steps: anything may happen between them. */
function sweep(situation: Situation, number: number, attempt: AttemptState): Step[] {
  const { key, setting } = situation;
  const { reservation, decision, sweeperWasTold } = attempt;
  const steps: Step[] = [];
  if (reservation === 'HELD' && decision !== 'OPEN' && sweeperWasTold !== decision) {
    const told = withAttempt(key, number, { sweeperWasTold: decision });
    steps.push(orderly(situation, `the sweeper asks about hold ${number}: ${decision}`, told));
  }
  if (sweeperWasTold !== null) {
    const run = sweeperWasTold === 'COMMITTED' ? runConfirm : runRelease;
    const after = run(setting, situation, number);
    const text = `the sweeper acts on ${sweeperWasTold} for hold ${number}`;
    const acted = withAttempt(after.key, number, { sweeperWasTold: null });
    steps.push({ ...orderly(situation, text, acted), available: after.available });
  }
  return steps;
}

function clock(situation: Situation, number: number, attempt: AttemptState): Step[] {
  const { key, setting } = situation;
  const { isLate, reservation } = attempt;
  const steps: Step[] = [];
  if (!isLate && reservation === null) {
    const late = withAttempt(key, number, { isLate: true });
    steps.push(chance(situation, `validUntil of attempt ${number} passes in inventario`, late));
  }
  if (reservation === 'HELD' && !setting.rules.holdsOutliveClock) {
    const after = runRelease(setting, situation, number);
    const text = `inventario drops hold ${number} because of its age`;
    steps.push({ ...chance(situation, text, after.key), available: after.available });
  }
  const isRefusal = reservation !== null && reservation !== 'HELD' && reservation !== 'CONFIRMED';
  if (setting.purges && isRefusal && attempt.decision !== 'OPEN') {
    const purged = withAttempt(key, number, { reservation: null, isLate: true });
    const text = `long after validUntil, inventario forgets the refusal of attempt ${number}`;
    steps.push(chance(situation, text, purged));
  }
  return steps;
}

function strays(situation: Situation, number: number): Step[] {
  if (!situation.setting.hasStrays) return [];
  return ([runConfirm, runRelease] as const).map((run) => {
    const after = run(situation.setting, situation, number);
    const kind = run === runConfirm ? 'confirm' : 'release';
    const text = `a ${kind} ${number} arrives that nobody has decided`;
    return { ...chance(situation, text, after.key), available: after.available };
  });
}
