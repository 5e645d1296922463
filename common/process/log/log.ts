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

/** Adds fields to a line. Errors become text, and a name like that of a secret masks its value. */
function addPrintable(line: LogFields, fields: LogFields): void {
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (SECRET_FIELD.test(name)) line[name] = '***';
    else line[name] = value instanceof Error ? describeError(value) : value;
  }
}

function describeError(error: Error): LogFields {
  const { code, errno } = error as Error & { code?: unknown; errno?: unknown };
  return { name: error.name, message: error.message, code, errno, stack: error.stack };
}

/** The log of one process; each line carries time, level and the service's name. */
export function createLog(service: string, level: string): Log {
  const logger = winston.createLogger({
    level,
    // The line is whole before it comes here: each step of winston would copy its fields again.
    format: winston.format((line) => line)(),
    transports: [stdoutPerTurn()],
  });
  return wrap(logger, service, {});
}

/**
 * Standard output, written once per turn of the event loop: under load, a system call for each
 * line would cost more than the line itself.
 */
function stdoutPerTurn() {
  let waiting = '';
  const flush = () => {
    const text = waiting;
    waiting = '';
    if (text !== '') process.stdout.write(text);
  };
  process.on('exit', flush);
  return new winston.transports.Stream({
    stream: process.stdout,
    // Instead of winston's own, which puts off a callback and goes through a stream for each line.
    log({ message }: { message: string }, done: () => void) {
      if (waiting === '') setImmediate(flush);
      waiting += `${message}\n`;
      done();
    },
  });
}

function wrap(logger: winston.Logger, service: string, base: LogFields): Log {
  const write = (level: string) => (event: string, fields?: LogFields) => {
    if (!logger.isLevelEnabled(level)) return;
    const line: LogFields = { timestamp: new Date().toISOString(), level, service, event, ...base };
    if (fields) addPrintable(line, fields);
    logger.log(level, JSON.stringify(line));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with(fields) {
      const all = { ...base };
      addPrintable(all, fields);
      return wrap(logger, service, all);
    },
  };
}
