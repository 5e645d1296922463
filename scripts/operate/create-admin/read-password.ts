import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isSystemError, OperatorError } from '../environment/operator-error.ts';

/**
 * Asks for a password on the terminal and shows nothing of what is typed.
 * @throws OperatorError when there is no terminal, or the person gives up
 */
export async function readPassword(prompt: string): Promise<string> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) {
    throw new OperatorError(
      'There is no terminal to read a password from: give it with --password-fd N.',
    );
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silent, terminal: true });
  // Only now: the terminal itself shows no longer what is typed.
  stdout.write(prompt);
  try {
    return await terminal.question('');
  } catch (error) {
    const hasGivenUp = error instanceof Error && error.name === 'AbortError';
    throw hasGivenUp ? new OperatorError('Given up: nothing was done.') : error;
  } finally {
    terminal.close();
    stdout.write('\n');
  }
}

/**
 * Reads a password from an open file descriptor, for whoever has no terminal: a pipe or a file of
 * secrets. A line end after it is not part of it.
 * @throws OperatorError when there is no such descriptor, or nothing in it
 */
export function readPasswordFrom(descriptor: string): string {
  if (!/^\d{1,4}$/.test(descriptor)) {
    throw new OperatorError(`--password-fd needs the number of an open file, not "${descriptor}".`);
  }
  try {
    const password = readFileSync(Number(descriptor), 'utf8').replace(/\r?\n$/, '');
    if (password === '') throw new OperatorError(`File descriptor ${descriptor} has no password.`);
    return password;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new OperatorError(`File descriptor ${descriptor} cannot be read (${error.code}).`);
  }
}
