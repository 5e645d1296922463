import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exit } from './service-process.ts';
import type { SupervisorEvent } from './supervisor.ts';

const SHOWN_LOG_LINES = 8;

/** One line for the person at the console. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * Runs one step of starting and reports it with its duration.
 * @param describe gives the step's result in a few words
 */
export async function step<Result>(
  name: string,
  run: () => Result | Promise<Result>,
  describe: (result: Result) => string,
): Promise<Result> {
  const startedAtMs = performance.now();
  const result = await run();
  const took = seconds(performance.now() - startedAtMs);
  say(`  ${name.padEnd(11)}${describe(result)} (${took})`);
  return result;
}

/** A duration for people: `0.4 s`. */
export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

/** Tells the console what people must know of an event, and the log file all of it. */
export function reportEvent(event: SupervisorEvent, logDirectory: string): void {
  logEvent(event, join(logDirectory, 'supervisor.log'));
  if (event.event === 'service.restarted') say(`${event.service} is started again`);
  // Without a next try this ends everything, and the reason is the last thing said.
  if (event.event !== 'service.exited' || event.restartInMs === null) return;
  const next = seconds(event.restartInMs);
  say(`${event.service} ended (${describeExit(event.exit)}), starts again in ${next}. Last lines:`);
  for (const line of lastLines(event.exit, join(logDirectory, `${event.service}.log`)))
    say(`    ${line}`);
}

/** Appends an event to a log of JSON lines, in the form of the services' own logs. */
export function logEvent(event: Readonly<Record<string, unknown>>, file: string): void {
  const line = {
    timestamp: new Date().toISOString(),
    level: 'info',
    service: 'supervisor',
    ...event,
  };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : signal;
}

function lastLines(exit: Exit, logFile: string): string[] {
  const text = exit.lastWords || (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  return text.trim().split('\n').slice(-SHOWN_LOG_LINES);
}
