import type { HttpCall } from '../../common/process/http/http-server.ts';
import type { RequestedOperation } from '../http/requested-operation.ts';
import type { RouterContext } from '../http/router-context.ts';
import { clientAddress } from '../identity/client-address.ts';
import type { OperationCheck } from './operation-check.ts';
import type { RateLimit } from './rate-limit.ts';
import type { TrustedDocuments, TrustedOperation } from './trusted-documents.ts';

/** Decides, before anything is validated, planned or run, whether a request may go on. */
export interface Admission {
  /**
   * @returns the operation to run; null when the request names none, which Apollo refuses
   * @throws HttpFault OPERATION_NOT_TRUSTED, OPERATION_TOO_LARGE, RATE_LIMITED or BAD_USER_INPUT
   */
  admit(
    requested: RequestedOperation,
    call: HttpCall,
    context: RouterContext,
  ): Promise<AdmittedOperation | null>;
}

export interface AdmittedOperation extends TrustedOperation {
  /** It changes nothing, whichever of its document's operations runs. */
  isRead: boolean;
}

export interface AdmissionParts {
  trusted: TrustedDocuments;
  check: OperationCheck;
  rateLimit: RateLimit;
  trustedProxies: number;
}

/** What a request costs that is refused, or that asks for nothing: looking at it is work too. */
const LEAST_POINTS = 1;

export function createAdmission(parts: AdmissionParts): Admission {
  const { trusted, check, rateLimit, trustedProxies } = parts;
  return {
    async admit(requested, call, context) {
      let points = LEAST_POINTS;
      try {
        const operation = trusted.resolve(requested, context.log);
        if (!operation) return null;
        const { cost, isRead } = check.measure(operation);
        context.cost = cost;
        points = Math.max(LEAST_POINTS, Math.ceil(cost));
        return { ...operation, isRead };
      } finally {
        // Refused requests are counted too; whoever sends too many is told that instead.
        await rateLimit.take(clientAddress(call, trustedProxies), points);
      }
    },
  };
}
