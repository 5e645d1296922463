import {
  type CounterRules,
  type CounterState,
  REQUESTS,
  type ReturnState,
  UNITS,
} from './counter-state.ts';

/** A state that one step leads to. */
export type Step = readonly [name: string, next: CounterState];

/** Every step that can be next, whoever takes it; anything may die or be lost in between. */
export function stepsFrom(state: CounterState, rules: CounterRules): Step[] {
  return [
    ...sellerSteps(state, rules),
    ...drawerSteps(state, rules),
    ...REQUESTS.flatMap((_, index) => requestSteps(state, index, rules)),
    ...state.returns.flatMap((_, index) => messageSteps(state, index, rules)),
  ];
}

function sellerSteps(state: CounterState, rules: CounterRules): Step[] {
  if (state.sale !== 'intended') return [];
  // Recovery ends an attempt whose process has died; so it may while the process lives but sleeps.
  const ended: Step = ['the attempt is ended', { ...state, sale: 'refused' }];
  if (!state.isSellerAlive) return [ended];
  const mayPay = state.drawer === 'open' || !rules.decisionSharesDrawer;
  const decided: Step = mayPay
    ? ['the sale is decided', { ...state, sale: 'sold', cash: state.cash + UNITS }]
    : ['the sale finds its drawer closed', { ...state, sale: 'refused' }];
  return [decided, ended, ['the seller dies', { ...state, isSellerAlive: false }]];
}

function drawerSteps(state: CounterState, rules: CounterRules): Step[] {
  if (state.drawer === 'closed') return [];
  if (rules.closingLocksDrawer) {
    return [['the drawer is closed', { ...state, drawer: 'closed', expected: state.cash }]];
  }
  if (state.summed === null) return [['the drawer is summed up', { ...state, summed: state.cash }]];
  const closed = { ...state, drawer: 'closed' as const, expected: state.summed, summed: null };
  return [['the drawer is closed with the sum', closed]];
}

function requestSteps(state: CounterState, index: number, rules: CounterRules): Step[] {
  const request = state.requests[index];
  if (request === 'done' || request === undefined || state.sale !== 'sold') return [];
  const left = UNITS - state.returns.reduce((sum, one) => sum + one.units, 0);
  const name = `request ${index + 1}`;
  const at = (next: CounterState['requests'][number]) => state.requests.with(index, next);
  if (request === null && !rules.returnLocksSale) {
    return [[`${name} reads what is left`, { ...state, requests: at({ left }) }]];
  }
  const seen = request === null ? left : request.left;
  const died: Step[] = request === null ? [] : [[`${name} dies`, { ...state, requests: at(null) }]];
  return [...died, [`${name} is carried out`, carriedOut(state, index, { seen, rules })]];
}

function carriedOut(
  state: CounterState,
  index: number,
  { seen, rules }: { seen: number; rules: CounterRules },
): CounterState {
  const requests = state.requests.with(index, 'done');
  const { key, units: asked } = REQUESTS[index] ?? { key: '', units: 0 };
  const isKnown = state.returns.some((one) => one.key === key);
  if (isKnown && rules.returnLooksKeyUp) return { ...state, requests };
  const isVoid = key === 'void';
  const units = isVoid && rules.voidTakesWhatIsLeft ? seen : asked;
  const isTooMuch = units === 0 || (units > seen && (!isVoid || rules.voidTakesWhatIsLeft));
  // Cash comes out of an open drawer; without one, nothing is written.
  if (isTooMuch || state.drawer === 'closed') return { ...state, requests };
  const back: ReturnState = {
    ...{ key, units, isWaiting: rules.factIsDurable },
    ...{ sent: rules.factIsDurable ? 0 : 1, answered: 0, isKnown: false, putBack: 0 },
  };
  return { ...state, requests, returns: [...state.returns, back], cash: state.cash - units };
}

const MAX_COPIES = 2;

function messageSteps(state: CounterState, index: number, rules: CounterRules): Step[] {
  const one = state.returns[index];
  if (!one) return [];
  const put = (changes: Partial<ReturnState>): CounterState => {
    return { ...state, returns: state.returns.with(index, { ...one, ...changes }) };
  };
  const name = `return ${index + 1}`;
  const steps: Step[] = [];
  if (one.isWaiting && one.sent < MAX_COPIES) {
    const isWaiting = rules.factWaitsForAnswer;
    steps.push([`${name} is sent`, put({ sent: one.sent + 1, isWaiting })]);
  }
  if (one.sent > 0) {
    steps.push([`a copy of ${name} is lost`, put({ sent: one.sent - 1 })]);
    const isNew = !one.isKnown || !rules.restockRemembersIds;
    steps.push([
      `${name} reaches inventario`,
      put({
        ...{ sent: one.sent - 1, answered: Math.min(one.answered + 1, 1), isKnown: true },
        putBack: Math.min(one.putBack + (isNew ? 1 : 0), MAX_COPIES),
      }),
    ]);
  }
  if (one.answered > 0) {
    steps.push([`the answer about ${name} is lost`, put({ answered: one.answered - 1 })]);
    steps.push([
      `the answer about ${name} comes`,
      put({ answered: one.answered - 1, isWaiting: false }),
    ]);
  }
  return steps;
}
