import { refusal } from '../../../common/process/errors/refusals.ts';
import type { Log } from '../../../common/process/log/log.ts';
import { requireCaller } from '../../../common/subgraph/auth/require-caller.ts';
import { isHopeless, throwIfAllFailed } from '../../../common/subgraph/batch/job-outcomes.ts';
import { requireListSize } from '../../../common/subgraph/graphql/require-list-size.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { MAX_LINES, MAX_QUANTITY } from '../../../common/values/money.ts';
import type { Resolvers, RestockInput } from '../generated/schema-types.ts';
import type { RestockOutcome, ReturnedUnits } from './restock.ts';

export const returnResolvers: Pick<Resolvers, 'Mutation'> = {
  Mutation: {
    restockReturns: async (_, { input }, { caller, restocks, log }) => {
      requireCaller(caller, 'ventas');
      requireListSize(input.returns, 'devoluciones');
      const returns = input.returns.map(readReturn);
      const outcomes = await Promise.allSettled(returns.map((returned) => restocks.add(returned)));
      // One that failed for a while is not acknowledged: it stays with ventas, which asks again.
      throwIfAllFailed(outcomes.filter((outcome) => !isHopeless(outcome)));
      return tellOutcomes(returns, outcomes, log);
    },
  },
};

/** Tells the log and ventas what became of each return. */
function tellOutcomes(
  returns: readonly ReturnedUnits[],
  outcomes: readonly PromiseSettledResult<RestockOutcome>[],
  log: Log,
): { acknowledged: string[]; refused: string[] } {
  const acknowledged = new Set<string>();
  const refused = new Set<string>();
  const restocked: string[] = [];
  for (const [index, { id: returnId }] of returns.entries()) {
    const outcome = outcomes[index];
    if (outcome?.status === 'fulfilled') {
      const { kind, ...why } = outcome.value;
      if (kind === 'Refused') {
        log.error('stock.restock-refused', { returnId, ...why });
        refused.add(returnId);
      } else acknowledged.add(returnId);
      if (kind === 'Restocked') restocked.push(returnId);
    } else if (outcome && isHopeless(outcome)) {
      log.error('stock.restock-refused', { returnId, error: outcome.reason });
      refused.add(returnId);
    }
  }
  if (restocked.length > 0) log.info('stock.restocked', { returnIds: restocked });
  return { acknowledged: [...acknowledged], refused: [...refused] };
}

/** @throws the refusal BAD_USER_INPUT when ventas could never have sent it */
function readReturn({ id: text, lines, actorId }: RestockInput): ReturnedUnits {
  const id = parseUuid(text);
  if (id === null) throw refusal('BAD_USER_INPUT', 'El id de una devolución es un UUID.');
  if (lines.length < 1 || lines.length > MAX_LINES) {
    throw refusal('BAD_USER_INPUT', `Una devolución lleva de 1 a ${MAX_LINES} líneas.`);
  }
  if (lines.some(({ quantity }) => quantity < 1 || quantity > MAX_QUANTITY)) {
    throw refusal('BAD_USER_INPUT', `La cantidad va de 1 a ${MAX_QUANTITY}.`);
  }
  return { id, lines, actorId: actorId ?? null };
}
