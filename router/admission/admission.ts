import type { HttpCall } from '../../common/process/http/http-server.ts';
import type { ReadRequest } from '../http/requested-operation.ts';
import type { OperationCheck } from './operation-check.ts';
import type { RateLimit } from './rate-limit.ts';
import type { TrustedDocuments, TrustedOperation } from './trusted-documents.ts';

/** Decides, before anything is validated, planned or run, whether a request may go on. */
export interface Admission {
  /**
   * @throws HttpRefusal OPERATION_NOT_TRUSTED, OPERATION_TOO_LARGE, RATE_LIMITED or BAD_USER_INPUT
   */
  admit(request: ReadRequest): Promise<AdmittedRequest>;
}

/** A request that may go on, once it is known whose it is. */
export type AdmittedRequest = Readonly<
  ReadRequest & {
    /** Null when the request names none, which Apollo refuses. */
    operation: AdmittedOperation | null;
  }
>;

export interface AdmittedOperation extends TrustedOperation {
  /** Estimate in points. */
  cost: number;
  /** It changes nothing, whichever of its document's operations runs. */
  isRead: boolean;
}

export interface AdmissionParts {
  trusted: TrustedDocuments;
  check: OperationCheck;
  rateLimit: RateLimit;
  /** The owner of the budget that a request uses: a user whose token is known, else an address. */
  payerOf(call: HttpCall): string;
}

/** The cost of a request that is refused, or that asks for nothing: looking at it is work too. */
const LEAST_POINTS = 1;
/** Reading values and handing them on is work by their length. */
const CHARACTERS_PER_POINT = 1_024;

export function createAdmission(parts: AdmissionParts): Admission {
  const { trusted, check, rateLimit, payerOf } = parts;
  return {
    async admit(request) {
      const { requested, call, log } = request;
      let points = LEAST_POINTS + Math.floor(request.characters / CHARACTERS_PER_POINT);
      try {
        if (requested === null) return { ...request, operation: null };
        const operation = trusted.resolve(requested, log);
        if (!operation) return { ...request, operation: null };
        const { cost, isRead, newcomerPoints } = check.measure(operation);
        points += Math.max(0, Math.ceil(cost) - LEAST_POINTS) + newcomerPoints;
        return { ...request, operation: { ...operation, cost, isRead } };
      } finally {
        // Refused requests are counted too; whoever sends too many is told that instead.
        await rateLimit.take(payerOf(call), points);
      }
    },
  };
}
