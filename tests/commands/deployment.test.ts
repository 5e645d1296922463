// Goal: what derives from the table of services follows it: a row is enough for a new process of
// any kind. Method: a made-up table with every kind; `npm run check` compares the real files.
import { expect, test } from '@jest/globals';
import { commonVariables, subgraphVariables } from '../../common/process/config/environment.ts';
import {
  serviceVariables,
  serviceVariablesIn,
} from '../../common/process/config/service-variables.ts';
import {
  allSecretVariables,
  calleesOf,
  databaseUrlVariable,
  portVariable,
  secretVariablesOf,
  urlVariable,
} from '../../common/topology/derived.ts';
import { SUBGRAPH_VARIABLES } from '../../common/topology/general-variables.ts';
import { SERVICES, type Service } from '../../common/topology/services.ts';
import { composeFile } from '../../scripts/contract/deployment/compose-file.ts';
import { environmentExample } from '../../scripts/contract/deployment/environment-example.ts';
import { withProcessTable } from '../../scripts/contract/deployment/process-table.ts';
import { MADE_UP_SERVICES as ROWS } from '../support/made-up-services.ts';

const madeUpVariables = serviceVariablesIn(ROWS);
type NamesOf<Name extends (typeof ROWS)[number]['name']> = Exclude<
  keyof ReturnType<typeof madeUpVariables<Name>>,
  keyof typeof commonVariables | keyof typeof subgraphVariables
>;

/** The compiler holds that these are the keys of the types, and a test that they are there. */
const NAMES: { [Name in (typeof ROWS)[number]['name']]: Record<NamesOf<Name>, true> } = {
  uno: {
    UNO_PORT: true,
    UNO_DATABASE_URL: true,
    SECRET_OF_UNO: true,
    SECRET_DOS_UNO: true,
    SECRET_EVENTS_UNO: true,
    SECRET_GATE_UNO: true,
  },
  dos: {
    DOS_PORT: true,
    DOS_DATABASE_URL: true,
    UNO_URL: true,
    SECRET_DOS_UNO: true,
    SECRET_GATE_DOS: true,
  },
  events: { EVENTS_PORT: true, DOS_DATABASE_URL: true, UNO_URL: true, SECRET_EVENTS_UNO: true },
  gate: {
    GATE_PORT: true,
    UNO_URL: true,
    DOS_URL: true,
    SECRET_GATE_UNO: true,
    SECRET_GATE_DOS: true,
  },
  web: { WEB_PORT: true, GATE_URL: true },
};

const handedThrough = (variable: string) => `\${${variable}:-}`;

/** The part of a compose file that is about one service. */
function sectionOf(service: string): string {
  const parts = composeFile(ROWS).split(/^(?= {2}[\w-]+:\n)/m);
  return parts.find((part) => part.startsWith(`  ${service}:\n`)) ?? '';
}

test('every signed edge has a secret, and a client has none', () => {
  expect(allSecretVariables(ROWS)).toEqual([
    'SECRET_OF_UNO',
    'SECRET_DOS_UNO',
    'SECRET_EVENTS_UNO',
    'SECRET_GATE_UNO',
    'SECRET_GATE_DOS',
  ]);
  expect(secretVariablesOf('web', ROWS)).toEqual([]);
  expect(secretVariablesOf('dos', ROWS)).toEqual(['SECRET_DOS_UNO', 'SECRET_GATE_DOS']);
});

test.each(ROWS.map(({ name }) => name))(
  '%s reads what its type says, whatever its kind',
  (name) => {
    const common = Object.keys({ ...commonVariables, ...subgraphVariables });
    const own = Object.keys(madeUpVariables(name)).filter((variable) => !common.includes(variable));
    expect(own.sort()).toEqual(Object.keys(NAMES[name]).sort());
  },
);

test('a worker uses the database of its subgraph, waits for the migrations and is not published', () => {
  const section = sectionOf('events');
  expect(section).toContain('DOS_DATABASE_URL: *dos-database');
  expect(section).toContain('migrate:\n        condition: service_completed_successfully');
  expect(section).toContain(`BROKERS: ${handedThrough('BROKERS')}`);
  expect(section).not.toContain('ports:');
});

test('only the router and the clients are published, and each waits for whom it calls', () => {
  const published = ROWS.filter(({ name }) => sectionOf(name).includes('ports:'));
  expect(published.map(({ name }) => name)).toEqual(['gate', 'web']);
  expect(sectionOf('web')).toContain('gate:\n        condition: service_healthy');
  expect(sectionOf('web')).not.toContain('SECRET_');
  expect(sectionOf('gate')).toContain(`UNO_TIMEOUT_MS: ${handedThrough('UNO_TIMEOUT_MS')}`);
});

test('what every subgraph reads is handed to the subgraphs and to nobody else', () => {
  const line = `COMPILED_QUERIES: ${handedThrough('COMPILED_QUERIES')}`;
  const readers = ROWS.filter(({ name }) => sectionOf(name).includes(line));
  expect(readers.map(({ name }) => name)).toEqual(['uno', 'dos']);
});

test('the example lists every variable of every row', () => {
  const listed = environmentExample(ROWS);
  for (const { name, defaultPort } of ROWS) {
    expect(listed).toContain(`# ${name.toUpperCase()}_PORT=${defaultPort}\n`);
  }
  for (const name of [
    ...allSecretVariables(ROWS),
    'BROKERS',
    'DOS_TIMEOUT_MS',
    'COMPILED_QUERIES',
  ]) {
    expect(listed).toMatch(new RegExp(`^# ${name}=`, 'm'));
  }
});

test('the table of processes stands between its marks, and a page without them is refused', () => {
  const page = withProcessTable(
    'a\n<!-- begin of the table of processes: npm run deployment -->x' +
      '<!-- end of the table of processes -->\nb',
    ROWS,
  );
  expect(page).toContain('| `events` | 5000 | what it owns; the database `dos` | `uno`');
  expect(page.startsWith('a\n')).toBe(true);
  expect(page.endsWith('\nb')).toBe(true);
  expect(() => withProcessTable('no marks', ROWS)).toThrow('the page has no');
});

test.each(SERVICES.map(({ name }) => name))(
  '%s reads its port, its database, its addresses, its secrets and what its kind reads',
  (name) => {
    const own = SERVICES.find((service) => service.name === name) as Service;
    const expected = [
      ...['NODE_ENV', 'HOST', 'LOG_LEVEL', portVariable(name)],
      ...(own.database === null ? [] : [databaseUrlVariable(own.database)]),
      ...(own.kind === 'SUBGRAPH' ? SUBGRAPH_VARIABLES.map((variable) => variable.name) : []),
      ...calleesOf(own).map(urlVariable),
      ...secretVariablesOf(name),
    ];
    expect(Object.keys(serviceVariables(name)).sort()).toEqual(expected.sort());
  },
);
