import { refusal } from '../../../common/process/errors/refusals.ts';
import { requireCaller } from '../../../common/subgraph/auth/require-caller.ts';
import { isHopeless, throwIfAllFailed } from '../../../common/subgraph/batch/job-outcomes.ts';
import { requireListSize } from '../../../common/subgraph/graphql/require-list-size.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { MAX_LINES } from '../../../common/values/money.ts';
import type { SubgraphContext } from '../context.ts';
import type {
  HeldProduct as GraphHeldProduct,
  Reservation,
  ReservationInput,
  ReservationLineInput,
  ReservationRejection,
  Resolvers,
  SettleReservationsInput,
} from '../generated/schema-types.ts';
import { quoteStock } from './quote-stock.ts';
import type {
  HeldProduct,
  Rejection,
  ReservationAnswer,
  ReservationRequest,
  ReservationRequestLine,
  Settlement,
} from './reservation.ts';

export const reservationResolvers: Pick<Resolvers, 'Query' | 'Mutation'> = {
  Query: {
    quoteStock: async (_, { input: { lines } }, { caller, database }) => {
      requireCaller(caller, 'ventas');
      if (lines.length < 1 || lines.length > MAX_LINES) {
        throw refusal('BAD_USER_INPUT', `De 1 a ${MAX_LINES} líneas por cotización.`);
      }
      const { held, rejections } = await quoteStock(database, lines.map(readLine));
      return { held: held.map(graphHeld), rejections: rejections.map(graphRejection) };
    },
  },
  Mutation: {
    reserveStock: async (_, { input }, context) => {
      requireCaller(context.caller, 'ventas');
      requireListSize(input.reservations, 'reservas');
      const requests = input.reservations.map(readRequest);
      const startedAtMs = performance.now();
      const { answers, now } = await answerAll(requests, context);
      logAnswers(context, requests, { answers, durationMs: performance.now() - startedAtMs });
      return {
        results: answers.map((answer, index) => graphAnswer(requests[index]?.id ?? '', answer)),
        now: now.toISOString(),
      };
    },
    confirmReservations: (_, { input }, context) => settle('confirm', input, context),
    releaseReservations: (_, { input }, context) => settle('release', input, context),
  },
};

/** Reserves for each sale by itself: one that fails for a reason of its own is refused alone. */
async function answerAll(
  requests: readonly ReservationRequest[],
  { reservations, log }: SubgraphContext,
): Promise<{ answers: ReservationAnswer[]; now: Date }> {
  const outcomes = await Promise.allSettled(
    requests.map((request) => reservations.reserve(request)),
  );
  throwIfAllFailed(outcomes);
  let now = new Date(0);
  const answers = outcomes.map((result, index): ReservationAnswer => {
    if (result.status === 'fulfilled') {
      now = result.value.now;
      return result.value.answer;
    }
    log.error('reservation.failed', { saleId: requests[index]?.id, error: result.reason });
    return { kind: 'Refused', reason: 'failed' };
  });
  return { answers, now };
}

async function settle(
  kind: 'confirm' | 'release',
  { ids }: SettleReservationsInput,
  { caller, reservations, log }: SubgraphContext,
) {
  requireCaller(caller, 'ventas');
  requireListSize(ids, 'reservas');
  const outcomes = await Promise.allSettled(
    ids.map((id) => reservations.settle(kind, readUuid(id))),
  );
  throwIfAllFailed(outcomes.filter((outcome) => !isHopeless(outcome)));
  const results = outcomes.flatMap((outcome, index): Settlement[] => {
    if (outcome.status === 'fulfilled') return [outcome.value];
    if (isHopeless(outcome)) return [{ id: ids[index] ?? '', acknowledged: false, status: null }];
    // One that failed for a while has no result: it stays with ventas, which asks again.
    return [];
  });
  for (const { id, acknowledged, status } of results) {
    if (acknowledged) log.debug('reservation.settled', { saleId: id, asked: kind });
    else log.error('reservation.alarm', { saleId: id, status, asked: kind });
  }
  return { results };
}

function readUuid(text: string): string {
  const uuid = parseUuid(text);
  if (uuid === null) throw refusal('BAD_USER_INPUT', 'El id de una reserva es un UUID.');
  return uuid;
}

function readRequest(input: ReservationInput): ReservationRequest {
  return {
    id: readUuid(input.id),
    requestHash: input.requestHash,
    validUntil: new Date(input.validUntil),
    replaces: input.replaces.map(readUuid),
    lines: input.lines.map(readLine),
    requestId: input.requestId ?? null,
    actorId: input.actorId ?? null,
  };
}

function readLine(line: ReservationLineInput): ReservationRequestLine {
  const { productId, quantity, expectedUnitPrice } = line;
  if (quantity < 1) throw refusal('BAD_USER_INPUT', 'La cantidad es de 1 o más.');
  return { productId, quantity, expectedUnitPriceCentimos: expectedUnitPrice ?? null };
}

function graphAnswer(id: string, answer: ReservationAnswer): Reservation {
  switch (answer.kind) {
    case 'Held':
      return { id, status: 'HELD', held: answer.held.map(graphHeld), rejections: [] };
    case 'Rejected': {
      const rejections = answer.rejections.map(graphRejection);
      return { id, status: 'REJECTED', held: [], rejections };
    }
    case 'Refused':
      return { id, status: 'REFUSED', held: [], rejections: [] };
  }
}

function graphHeld({ unitPriceCentimos, categoryId, ...product }: HeldProduct): GraphHeldProduct {
  return { ...product, unitPrice: unitPriceCentimos, categoryId: categoryId ?? null };
}

function graphRejection(rejection: Rejection): ReservationRejection {
  const { expectedCentimos, currentCentimos, ...rest } = rejection;
  return { ...rest, expected: expectedCentimos ?? null, current: currentCentimos ?? null };
}

type Answered = { answers: ReservationAnswer[]; durationMs: number };

function logAnswers(
  { log }: SubgraphContext,
  requests: readonly ReservationRequest[],
  { answers, durationMs }: Answered,
): void {
  for (const [index, { id: saleId, requestId }] of requests.entries()) {
    const answer = answers[index];
    const fields = { saleId, requestId, durationMs: Math.round(durationMs * 10) / 10 };
    if (answer?.kind === 'Held') log.info('reservation.held', fields);
    else if (answer?.kind === 'Rejected') {
      log.info('reservation.rejected', { ...fields, reasons: answer.rejections });
    } else log.warn('reservation.refused', { ...fields, reason: answer?.reason });
  }
}
