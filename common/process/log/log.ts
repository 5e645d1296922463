import { Writable } from 'node:stream';
import winston from 'winston';

/** Fields that may stand beside an event: `requestId`, `saleId`, `durationMs`, `error` … */
export type LogFields = Record<string, unknown>;

/** Writes one JSON line per event on stdout. Events are named `noun.happened`. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log that adds these fields to every line. */
  with(fields: LogFields): Log;
}

const SECRET_FIELD = /token|secret|password|authorization|cookie/i;

/** Errors become text; what is named like a secret is masked, however it got here. */
function printable(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(([name, value]) => {
    if (SECRET_FIELD.test(name)) return [name, '***'];
    return [name, value instanceof Error ? describeError(value) : value];
  });
  return Object.fromEntries(entries);
}

function describeError(error: Error): LogFields {
  const { code, errno } = error as Error & { code?: unknown; errno?: unknown };
  return { name: error.name, message: error.message, code, errno, stack: error.stack };
}

/** The log of one process; each line carries time, level and the service's name. */
export function createLog(service: string, level: string): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.printf(({ level: severity, message: event, ...fields }) => {
      const timestamp = new Date().toISOString();
      return JSON.stringify({ timestamp, level: severity, service, event, ...fields });
    }),
    transports: [new winston.transports.Stream({ stream: stdoutPerTurn() })],
  });
  return wrap(logger, {});
}

/**
 * Standard output, written once per turn of the event loop: under load, a system call for each
 * line would cost more than the line itself.
 */
function stdoutPerTurn(): Writable {
  let waiting = '';
  const flush = () => {
    const text = waiting;
    waiting = '';
    if (text !== '') process.stdout.write(text);
  };
  process.on('exit', flush);
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      if (waiting === '') setImmediate(flush);
      waiting += line;
      done();
    },
  });
}

function wrap(logger: winston.Logger, base: LogFields): Log {
  const write = (level: string) => (event: string, fields?: LogFields) => {
    if (!logger.isLevelEnabled(level)) return;
    logger.log(level, event, { ...base, ...(fields && printable(fields)) });
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => wrap(logger, { ...base, ...printable(fields) }),
  };
}
