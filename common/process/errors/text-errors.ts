import type { TextReading } from '../../values/text.ts';
import { type UserError, userError } from './error-codes.ts';

/** The error of a text that cannot be kept, for a list of errors. @param path from `input` down */
export function textErrors({ problem }: TextReading, path: string[]): UserError[] {
  return problem === null ? [] : [userError('INVALID_INPUT', path, problem)];
}
