import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/** Random bytes of one id. */
const BYTES = 16;
/** Asking the system for bytes takes longer than everything else about an id. */
const random = new Uint8Array(256 * BYTES);
let used = random.length;

/** Makes the id of a request that brings none. */
export function newRequestId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const own = random.subarray(used, used + BYTES);
  used += BYTES;
  return uuidv7({ random: own });
}
