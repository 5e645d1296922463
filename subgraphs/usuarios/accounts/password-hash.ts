import { randomBytes } from 'node:crypto';
import { type Options, hash as rawHash, verify as rawVerify } from '@node-rs/argon2';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { refusal } from '../../../common/process/errors/refusals.ts';

/** Argon2id with 19 MiB, two passes, one lane: OWASP's recommendation for signing in. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes a core for some 20 ms: what is above waits, and past the queue is refused. */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 100;

export interface PasswordHasher {
  /** @throws refusal SERVER_BUSY when too many passwords are being hashed */
  hash(password: string): Promise<string>;
  /** @throws refusal SERVER_BUSY when too many passwords are being hashed */
  verify(passwordHash: string, password: string): Promise<boolean>;
  /** Of a password that nobody knows: verifying takes as long as for an account that exists. */
  nobodysHash: string;
}

/** Hashes a password, however many others are being hashed: for what runs alone. */
function hashPassword(password: string): Promise<string> {
  return rawHash(password.normalize('NFKC'), COST);
}

export async function createPasswordHasher(): Promise<PasswordHasher> {
  const nobodysHash = await hashPassword(randomBytes(32).toString('base64url'));
  const limit = bulkhead(MAX_AT_ONCE, MAX_WAITING);
  const limited = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await limit.execute(work);
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? refusal('SERVER_BUSY') : error;
    }
  };
  return {
    hash: (password) => limited(() => hashPassword(password)),
    verify: (passwordHash, password) =>
      limited(() => rawVerify(passwordHash, password.normalize('NFKC'))),
    nobodysHash,
  };
}
