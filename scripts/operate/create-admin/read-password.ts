import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { OperatorError } from '../environment/operator-error.ts';

/**
 * Asks for a password on the terminal and shows nothing of what is typed.
 * @throws OperatorError when there is no terminal, or the person gives up
 */
export async function readPassword(prompt: string): Promise<string> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) throw new OperatorError('A password is read from a terminal only.');
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
