import { fault } from '../../../common/errors/faults.ts';
import { parseUuid } from '../../../common/graphql/ids.ts';
import { formatSoles, parseSoles } from '../../../common/money/money.ts';
import { requireCaller } from '../../../common/service-token/require-caller.ts';
import type { SubgraphContext } from '../context.ts';
import type {
  Reservation,
  ReservationInput,
  Resolvers,
  SettleReservationsInput,
} from '../generated/schema-types.ts';
import type { ReservationAnswer, ReservationRequest } from './reservation.ts';
import { readClock } from './reservation-store.ts';
import { runStockJobs } from './run-stock-jobs.ts';

const MAX_RESERVATIONS = 256;

export const reservationResolvers: Pick<Resolvers, 'Mutation'> = {
  Mutation: {
    reserveStock: async (_, { input }, context) => {
      requireCaller(context.caller, 'ventas');
      requireCount(input.reservations);
      const requests = input.reservations.map(readRequest);
      const jobs = requests.map((request) => ({ kind: 'reserve' as const, request }));
      const startedAtMs = performance.now();
      const results = await runStockJobs(context.database, jobs);
      const answers = results.flatMap((result) => (result.kind === 'reserve' ? result.answer : []));
      logAnswers(context, requests, { answers, durationMs: performance.now() - startedAtMs });
      return {
        results: answers.map((answer, index) => graphAnswer(requests[index]?.id ?? '', answer)),
        now: (await readClock(context.database)).toISOString(),
      };
    },
    confirmReservations: (_, { input }, context) => settle('confirm', input, context),
    releaseReservations: (_, { input }, context) => settle('release', input, context),
  },
};

async function settle(
  kind: 'confirm' | 'release',
  { ids }: SettleReservationsInput,
  { caller, database, log }: SubgraphContext,
) {
  requireCaller(caller, 'ventas');
  requireCount(ids);
  const jobs = ids.map((id) => ({ kind, id: readUuid(id) }));
  const settled = await runStockJobs(database, jobs);
  const results = settled.flatMap((result) => (result.kind === 'reserve' ? [] : result.settlement));
  for (const { id, acknowledged, status } of results) {
    if (acknowledged) log.debug(`reservation.${kind}ed`, { saleId: id });
    else log.error('reservation.alarm', { saleId: id, status, asked: kind });
  }
  return { results };
}

function requireCount(items: readonly unknown[]): void {
  if (items.length >= 1 && items.length <= MAX_RESERVATIONS) return;
  throw fault('BAD_USER_INPUT', `De 1 a ${MAX_RESERVATIONS} reservas por llamada.`);
}

function readUuid(text: string): string {
  const uuid = parseUuid(text);
  if (uuid === null) throw fault('BAD_USER_INPUT', 'El id de una reserva es un UUID.');
  return uuid;
}

function readRequest(input: ReservationInput): ReservationRequest {
  return {
    id: readUuid(input.id),
    requestHash: input.requestHash,
    validUntil: new Date(input.validUntil),
    replaces: input.replaces.map(readUuid),
    lines: input.lines.map(({ productId, quantity, expectedUnitPrice }) => {
      if (quantity < 1) throw fault('BAD_USER_INPUT', 'La cantidad es de 1 o más.');
      const expectedUnitPriceCentimos = expectedUnitPrice ? parseSoles(expectedUnitPrice) : null;
      return { productId, quantity, expectedUnitPriceCentimos };
    }),
    requestId: input.requestId ?? null,
    actorId: input.actorId ?? null,
  };
}

function graphAnswer(id: string, answer: ReservationAnswer): Reservation {
  switch (answer.kind) {
    case 'Held': {
      const held = answer.held.map(({ unitPriceCentimos, ...product }) => {
        return { ...product, unitPrice: formatSoles(unitPriceCentimos) };
      });
      return { id, status: 'HELD', held, rejections: [] };
    }
    case 'Rejected': {
      const rejections = answer.rejections.map(
        ({ expectedCentimos, currentCentimos, ...rest }) => ({
          ...rest,
          expected: expectedCentimos === undefined ? null : formatSoles(expectedCentimos),
          current: currentCentimos === undefined ? null : formatSoles(currentCentimos),
        }),
      );
      return { id, status: 'REJECTED', held: [], rejections };
    }
    case 'Refused':
      return { id, status: 'REFUSED', held: [], rejections: [] };
  }
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
