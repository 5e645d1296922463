import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, OperatorError } from '../../operate/environment/operator-error.ts';
import { isAlive, startMarkOf } from './processes.ts';

/** The right to use a data directory, held by one running `npm start`. */
export interface InstanceLock {
  /** The last holder was killed: its services may still be on their way out. */
  tookOver: boolean;
  release(): void;
}

/**
 * Takes the data directory for this process.
 * @throws OperatorError when another `npm start` runs on it, or it cannot be written.
 */
export function takeInstanceLock(dataDirectory: string): InstanceLock {
  const file = join(dataDirectory, 'start.pid');
  const content = `${process.pid} ${startMarkOf(process.pid)}\n`;
  const tookOver = writeNew(file, content) === 'exists';
  if (tookOver) {
    // Empty when the disk was full: then nobody holds it.
    const [pid = '', mark] = readFileSync(file, 'utf8').trim().split(' ');
    // Process numbers are used again; the time at which a process started tells them apart.
    if (pid !== '' && isAlive(Number(pid)) && startMarkOf(Number(pid)) === mark) {
      throw new OperatorError(
        `This graph is already running from here (process ${pid}): stop it first, or set DATA_DIR ` +
          'and the ports to run a second one.',
      );
    }
    rmSync(file);
    if (writeNew(file, content) === 'exists') {
      throw new OperatorError('Another npm start began at the same moment: one is enough.');
    }
  }
  return { tookOver, release: () => rmSync(file, { force: true }) };
}

function writeNew(file: string, content: string): 'written' | 'exists' {
  try {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(file, content, { flag: 'wx' });
    return 'written';
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return 'exists';
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `Cannot write ${file} (${reason}): free some space or set DATA_DIR to a folder that you ` +
        'may write to.',
    );
  }
}
