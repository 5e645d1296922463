import type { ErrorCode } from '../../../common/process/errors/error-codes.ts';

/** The codes that a row wants its product to have. */
export interface CodeClaim {
  index: number;
  sku: string;
  /** All by which its barcode is known; none when the row gives no barcode. */
  keys: readonly string[];
}

/** The reason for which a row cannot be kept beside the others. */
export type CodeRefusal = Extract<ErrorCode, 'DUPLICATE_SKU' | 'DUPLICATE_BARCODE'>;

/**
 * Decides which rows can be kept together: a code may be taken that its owner gives up in another
 * row, before or after. A row that is refused takes no code, and gives none up either, which may
 * refuse others; so it is decided again until nothing changes.
 * @param ownerByKey the SKUs of the products that have these codes now
 * @returns the refused rows by their index
 */
export function settleCodes(
  claims: readonly CodeClaim[],
  ownerByKey: ReadonlyMap<string, string>,
): Map<number, CodeRefusal> {
  const refused = new Map<number, CodeRefusal>();
  for (;;) {
    const round = settleRound(
      claims.filter(({ index }) => !refused.has(index)),
      ownerByKey,
    );
    const found = round.kept.length > 0 ? round.kept : round.taken;
    for (const { index } of found) refused.set(index, 'DUPLICATE_BARCODE');
    if (found.length > 0) continue;
    for (const { index } of round.repeated) refused.set(index, 'DUPLICATE_SKU');
    return refused;
  }
}

interface Round {
  /** Rows whose SKU an earlier row has. */
  repeated: CodeClaim[];
  /** Rows whose code another row takes. */
  taken: CodeClaim[];
  /** Rows whose code its owner keeps. */
  kept: CodeClaim[];
}

function settleRound(claims: readonly CodeClaim[], ownerByKey: ReadonlyMap<string, string>): Round {
  const claimBySku = new Map<string, CodeClaim>();
  const repeated: CodeClaim[] = [];
  for (const claim of claims) {
    if (claimBySku.has(claim.sku)) repeated.push(claim);
    else claimBySku.set(claim.sku, claim);
  }
  const isOwn = ({ keys, sku }: CodeClaim) => keys.some((key) => ownerByKey.get(key) === sku);
  const takerByKey = new Map<string, string>();
  const taken: CodeClaim[] = [];
  // Owners first: a row that changes nothing is never refused for one that takes.
  const [own, others] = [true, false].map((owns) =>
    [...claimBySku.values()].filter((claim) => isOwn(claim) === owns),
  );
  for (const claim of [...(own ?? []), ...(others ?? [])]) {
    if (claim.keys.some((key) => (takerByKey.get(key) ?? claim.sku) !== claim.sku)) {
      taken.push(claim);
      claimBySku.delete(claim.sku);
    } else for (const key of claim.keys) takerByKey.set(key, claim.sku);
  }
  const keeps = (owner: string, key: string) => {
    const claim = claimBySku.get(owner);
    return claim === undefined || claim.keys.length === 0 || claim.keys.includes(key);
  };
  const kept = [...claimBySku.values()].filter(({ sku, keys }) =>
    keys.some((key) => {
      const owner = ownerByKey.get(key);
      return owner !== undefined && owner !== sku && keeps(owner, key);
    }),
  );
  return { repeated, taken, kept };
}
