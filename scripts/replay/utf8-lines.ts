import { isUtf8 } from 'node:buffer';
import { OperatorError } from '../operate/environment/operator-error.ts';

const LINE_FEED = 10;

/**
 * Lets the bytes of a text file through, line by line as they are, if they are UTF-8.
 * @throws OperatorError naming the first line that is not: guessing would spoil its letters
 */
export async function* checkUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const whole = bytes.subarray(0, end);
    rest = bytes.subarray(end);
    line += requireUtf8(whole, line);
    if (whole.length > 0) yield whole;
  }
  requireUtf8(rest, line);
  if (rest.length > 0) yield rest;
}

/** @returns the number of lines that end in the bytes */
function requireUtf8(bytes: Buffer, firstLine: number): number {
  let line = 0;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(LINE_FEED, start) + 1 || bytes.length;
    if (!isUtf8(bytes.subarray(start, end))) {
      throw new OperatorError(
        `line ${firstLine + line} is not UTF-8: save the file as "CSV UTF-8" and try again`,
      );
    }
    line++;
    start = end;
  }
  return line;
}
