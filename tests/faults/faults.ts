// `npm run faults`: breaks a running graph in every way that the sale protocol must survive.
//   --only PATTERN   cases whose name matches      --seed N   the same choices as in an earlier run
//   --long           stories of 1,000,000 operations instead of 10,000
//   --overload       three times more than the graph can take      --soak   ten minutes of trouble
import { readArguments } from '../../scripts/operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../../scripts/operate/environment/operator-error.ts';
import { createProgress } from '../../scripts/replay/progress.ts';
import {
  ADMIN_URL_VARIABLE,
  startThrowawayServer,
} from '../../scripts/stack/throwaway/throwaway-server.ts';
import { allCases } from './all-cases.ts';
import { faultReport } from './fault-report.ts';
import { type Finding, findNormalRate, measureOverload } from './overload.ts';
import { type CaseResult, resultOfStory, runCases } from './run-cases.ts';
import { soak } from './soak.ts';
import { STORIES } from './story-cases.ts';

const LANES = 4;
const USAGE = 'npm run faults [-- --only PATTERN] [--seed N] [--long] [--overload] [--soak]';
const OPTIONS = {
  only: { type: 'string' },
  seed: { type: 'string' },
  long: { type: 'boolean', default: false },
  overload: { type: 'boolean', default: false },
  soak: { type: 'boolean', default: false },
} as const;

await runCommand(async () => {
  const { only, seed, part, ...long } = readChoices();
  // By way of `exit`, so that the database server's data does not stay behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(130));
  const server = await startThrowawayServer();
  process.env[ADMIN_URL_VARIABLE] = server.adminUrl;
  try {
    if (part !== null) {
      report(await part(seed));
      return;
    }
    process.stdout.write(`Seed ${seed}: the same choices again with --seed ${seed}\n`);
    const results = [...(await runAllCases(only, seed)), ...(await tellStories(only, seed, long))];
    if (results.length === 0) throw new OperatorError(`No case matches ${only}.`);
    process.stdout.write(`${faultReport(results, seed)}\n`);
    if (results.some(({ error }) => error !== null)) process.exitCode = 1;
  } finally {
    await server.stop();
    // A case that failed may have left a request that never ends: nothing waits for it.
    process.exit();
  }
});

function runAllCases(only: RegExp, seed: number): Promise<CaseResult[]> {
  const cases = allCases().filter(({ name }) => only.test(name));
  if (cases.length === 0) return Promise.resolve([]);
  const progress = createProgress(process.stdout);
  progress.begin('crashes and links', cases.length);
  const onResult = () => progress.advance(1);
  return runCases(cases, { seed, lanes: LANES, onResult }).finally(() => progress.end());
}

/** One after the other: each needs the machine for itself. */
async function tellStories(
  only: RegExp,
  seed: number,
  { isLong }: { isLong: boolean },
): Promise<CaseResult[]> {
  const stories = STORIES.filter(({ name }) => only.test(name));
  if (stories.length === 0) return [];
  const operations = isLong ? 1_000_000 : 10_000;
  const run = { seed, operations, rounds: { restarts: 20, databaseKills: 10 } };
  const progress = createProgress(process.stdout);
  progress.begin('stories', stories.length);
  const results: CaseResult[] = [];
  for (const story of stories) {
    results.push(await resultOfStory(story, run));
    progress.advance(1);
  }
  progress.end();
  return results;
}

function report(findings: readonly Finding[]): void {
  for (const { what, measured, isGood } of findings)
    say(`${isGood ? 'ok    ' : 'FAILED'}  ${what}: ${measured}`);
  if (findings.some(({ isGood }) => !isGood)) process.exitCode = 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function measureUnderOverload(): Promise<Finding[]> {
  return measureOverload({ overloadMs: 60_000, say });
}

/** At 60 % of what the graph can take, which is found out first. */
async function soakAtNormalLoad(seed: number): Promise<Finding[]> {
  const perSecond = await findNormalRate(say);
  return soak({ seed, perSecond, durationMs: 600_000, say });
}

/** The measurement that runs instead of the cases, or null. */
function partOf({ overload, soak: isSoak }: { overload: boolean; soak: boolean }): Choices['part'] {
  if (overload) return measureUnderOverload;
  return isSoak ? soakAtNormalLoad : null;
}

interface Choices {
  only: RegExp;
  seed: number;
  isLong: boolean;
  /** Measures this instead of running the cases. */
  part: ((seed: number) => Promise<Finding[]>) | null;
}

function readChoices(): Choices {
  const { values } = readArguments(USAGE, { options: OPTIONS });
  const { only = '', seed: given } = values;
  const seed = given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new OperatorError(`--seed ${given} is not a number.`);
  return { only: patternOf(only), seed, isLong: values.long, part: partOf(values) };
}

function patternOf(only: string): RegExp {
  try {
    return new RegExp(only);
  } catch (error) {
    throw new OperatorError(`--only ${only} is no pattern: ${String(error)}`);
  }
}
