// Goal: a log line is found in the architecture page, in the row of the service that writes it, and
// an alarm in the table of its level in the operations page.
// Method: every call of a log is found in the code, with its level and the folder it stands in.
import { expect, test } from '@jest/globals';
import { SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import { sectionOf, tableRows } from './pages.ts';
import { isTest, repositoryFiles } from './source-files.ts';

interface Logged {
  /** Null where the code chooses it. */
  level: string | null;
  event: string;
  /** The row of the architecture page that must have it. */
  row: string;
}

const LOG_CALL = /\b(?:log|Log)(?:\.(\w+)|\[[^\]]+\])\(\s*'([a-z-]+\.[a-z-]+)'/g;
/** The texts of these are not ours: they say themselves what to do. */
const EXPLAIN_THEMSELVES = new Set(['apollo.warning']);

const ALL = 'all';
const SUBGRAPHS = 'every subgraph';
const WORKERS = 'those with workers';
/** Each main function says these of its own process. */
const OF_EVERY_MAIN = ['service.started', 'service.stopped'];

const logged: Logged[] = repositoryFiles()
  .filter(
    (file) => /^(common|router|subgraphs|web\/server)\/.*\.ts$/.test(file.path) && !isTest(file),
  )
  .flatMap(({ path, text }) =>
    [...text.matchAll(LOG_CALL)].map(([, level = null, event = '']) => ({
      level,
      event,
      row: rowOf(path),
    })),
  );

function rowOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === 'router' || top === 'web') return top;
  if (top === 'subgraphs') return second;
  if (path === 'common/process/lifecycle/repeat.ts') return WORKERS;
  return second === 'subgraph' ? SUBGRAPHS : ALL;
}

/** The rows whose events this one does not repeat. */
function widerRows(row: string): string[] {
  if (row === ALL) return [];
  return row === SUBGRAPHS ? [ALL] : [ALL, SUBGRAPHS];
}

const eventsIn = (text: string) =>
  [...text.matchAll(/`([a-z-]+\.[a-z-]+)`/g)].map(([, event = '']) => event);
const distinct = (list: readonly string[]) => [...new Set(list)].sort();

const documentedByRow = new Map(
  tableRows(sectionOf('docs/architecture.md', 'Logs')).map(([row = '', events = '']) => [
    row,
    eventsIn(events),
  ]),
);

test.each([ALL, SUBGRAPHS, WORKERS, 'router', 'web', ...SUBGRAPH_NAMES])(
  'the row of %s in the architecture page has its events and no others',
  (row) => {
    const elsewhere = new Set(widerRows(row).flatMap((name) => documentedByRow.get(name) ?? []));
    const own = logged.filter((call) => call.row === row).map(({ event }) => event);
    const expected = [...own, ...OF_EVERY_MAIN].filter((event) => !elsewhere.has(event));
    expect(distinct(documentedByRow.get(row) ?? [])).toEqual(distinct(expected));
  },
);

const [, errors = '', warnings = ''] = sectionOf('docs/operations.md', 'Alarms').split(
  /\(`level` is `\w+`\)/,
);

test.each([
  ['error', eventsIn(errors)],
  ['warn', eventsIn(warnings)],
])('the events of level %s are explained in its table, and no others', (level, explained) => {
  const callsOf = (event: string) => logged.filter((call) => call.event === event);
  const missing = logged
    .filter((call) => call.level === level && !EXPLAIN_THEMSELVES.has(call.event))
    .map(({ event }) => event)
    .filter((event) => !explained.includes(event));
  expect(distinct(missing)).toEqual([]);
  const misplaced = explained.filter(
    (event) => !callsOf(event).some((call) => call.level === level || call.level === null),
  );
  expect(misplaced).toEqual([]);
});

test('there are events to look at', () => {
  expect(logged.length).toBeGreaterThan(20);
});
