import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DatabaseTarget } from '../databases/connection.ts';
import type { ServerVersion } from '../databases/server-version.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { cannotWrite } from './backup-folder.ts';
import type { Manifest } from './backup-manifest.ts';
import { type DumpProgram, dumpArguments } from './dump-program.ts';

/** One dump to write. */
export interface DumpOrder {
  program: DumpProgram;
  server: ServerVersion;
  /** The user who reads the databases. */
  reader: DatabaseTarget;
  databases: readonly string[];
  /** An empty file. */
  file: string;
  /** Ends the dump when it aborts. */
  signal: AbortSignal;
}

// More would cost the processor, which the people who are selling need, more than it saves.
const COMPRESSION_LEVEL = 1;

/**
 * Dumps the databases into a compressed file, while others may write to them.
 * @returns the length and checksum of the file
 * @throws OperatorError when the program fails, the disk is full or the signal aborts
 */
export async function writeDump(order: DumpOrder): Promise<Manifest['dump']> {
  const { program, server, reader, databases, file, signal } = order;
  const args = dumpArguments(program, server.flavour, reader, databases);
  const child = spawn(program.path, args, {
    // A command line can be read by everybody on the machine.
    env: { ...process.env, ...program.environment, MYSQL_PWD: reader.password },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  const said = text(child.stderr);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(
      child.stdout,
      createGzip({ level: COMPRESSION_LEVEL }),
      async function* measured(parts: AsyncIterable<Buffer>) {
        for await (const part of parts) {
          hash.update(part);
          bytes += part.length;
          yield part;
        }
      },
      createWriteStream(file, { flush: true }),
      { signal },
    );
  } catch (error) {
    child.kill();
    await ended;
    if (signal.aborted) throw new OperatorError('The backup was stopped; nothing of it is kept.');
    throw cannotWrite(dirname(file), error);
  }
  const status = await ended;
  if (status !== 0) {
    throw new OperatorError(
      `${program.path} failed (${status}), so nothing is kept: ${(await said).trim()}`,
    );
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The exit code, or the signal or the error that ended it. */
function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}
