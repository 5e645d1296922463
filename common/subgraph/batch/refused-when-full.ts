import { refusal } from '../../process/errors/refusals.ts';
import { JobDroppedError, QueueFullError } from './batcher.ts';

/**
 * The error that a caller gets when a job failed: SERVER_BUSY when nothing was done for it because
 * too much was waiting, else the error itself.
 */
export function refusedWhenFull(error: unknown): unknown {
  const isTurnedAway = error instanceof QueueFullError || error instanceof JobDroppedError;
  return isTurnedAway ? refusal('SERVER_BUSY') : error;
}
