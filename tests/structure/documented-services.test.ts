// Goal: whoever reads a page about starting, stopping, migrating, backing up or configuring the
// graph reads of every service of it. Method: lists, tables and pictures of the pages are compared
// with the table of services; a page for operators may neither leave one out nor count them.
import { expect, test } from '@jest/globals';
import { calleesOf, SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import { SERVICES, type Service } from '../../common/topology/services.ts';
import { read, sectionOf } from './pages.ts';

const ROWS: readonly Service[] = SERVICES;
const names: readonly string[] = SERVICES.map(({ name }) => name);
const FOR_OPERATORS = [
  'README.md',
  'README.es.md',
  'docs/operations.md',
  'docs/commands.md',
  'docs/portability.md',
];

const sorted = (list: readonly string[]) => [...list].sort();

function namesIn(cell: string): string[] {
  return sorted([...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

test.each(['README.md', 'README.es.md'])('the picture in %s has each service and call', (page) => {
  const [, picture = ''] = /```mermaid\n([\s\S]*?)```/.exec(read(page)) ?? [];
  const calls = [...picture.matchAll(/^ *(\w+) -->\|.*?\| (\w+)/gm)]
    .map(([, caller = '', callee = '']) => `${caller} ${callee}`)
    .filter((call) => !call.startsWith('client '));
  expect(sorted(calls)).toEqual(
    sorted(ROWS.flatMap((row) => calleesOf(row).map((callee) => `${row.name} ${callee}`))),
  );
  const ports = [...picture.matchAll(/"(\w+) :(\d+)"/g)].map(([, name, port]) => `${name} ${port}`);
  expect(sorted(ports)).toEqual(sorted(ROWS.map((row) => `${row.name} ${row.defaultPort}`)));
  const databases = [...picture.matchAll(/\(".*: (\w+)"\)/g)].map(([, name = '']) => name);
  expect(sorted(databases)).toEqual(sorted(SUBGRAPH_NAMES));
});

test.each(FOR_OPERATORS)('no list of services in %s leaves one out', (page) => {
  expect(partialLists(read(page))).toEqual([]);
});

/**
 * Lists that name several subgraphs and not all of them. An item is the name of a service, or what
 * is made of it: a variable or the command that starts it.
 */
function partialLists(text: string, subgraphs: readonly string[] = SUBGRAPH_NAMES): string[] {
  const any = [...subgraphs, 'router'].flatMap((name) => [name, name.toUpperCase()]).join('|');
  const inCode = `\`[^\`\\n]*?(?:${any})(?:_[A-Z_]+|/main\\.ts)?\``;
  const item = `(?:the )?(?:${inCode}|(?:${any})\\b)`;
  const between = `(?:,?\\s+(?:and|or|then|y|o|luego)\\s+(?:then\\s+)?|,\\s+)`;
  const list = new RegExp(`${item}(?:${between}${item})+`, 'g');
  return [...text.matchAll(list)]
    .map(([found]) => found)
    .filter((found) => {
      const named = subgraphs.filter((name) => found.toLowerCase().includes(name));
      return named.length > 1 && named.length < subgraphs.length;
    });
}

test.each([
  ['starts inventario, ventas and the router', 1],
  ['run `node subgraphs/inventario/main.ts`, `node subgraphs/ventas/main.ts` and so on', 1],
  ['set `INVENTARIO_DATABASE_URL` and\n`VENTAS_DATABASE_URL`', 1],
  ['stops the router, then ventas, then inventario, then usuarios', 0],
  ['inventario does not answer ventas', 0],
])('of "%s" the lists that leave one out are %p', (text, count) => {
  expect(partialLists(text, ['usuarios', 'inventario', 'ventas'])).toHaveLength(count);
});

/** Next to them a number is false as soon as a service joins. */
const COUNTED = ['databases', 'schemas', 'subgraphs', 'services', 'bases de datos', 'servicios'];
const NUMBERS = ['both', 'two', 'three', 'four', 'ambas', 'ambos', 'dos', 'tres', 'cuatro'];

test.each(FOR_OPERATORS)('%s does not count the services', (page) => {
  const counts = new RegExp(`\\b(?:${NUMBERS.join('|')}) (?:${COUNTED.join('|')})\\b`, 'gi');
  expect(read(page).match(counts) ?? []).toEqual([]);
});

test('the architecture page names every field that is for services only', () => {
  const fields = SUBGRAPH_NAMES.flatMap((name) => {
    const roots = read(`schema/${name}.graphql`).match(/^type (?:Query|Mutation) \{[\s\S]*?^\}/gm);
    return [...(roots ?? []).join('\n').matchAll(FIELD)]
      .filter(([, , rest = '']) => rest.includes('@tag(name: "internal")'))
      .map(([, field = '']) => field);
  });
  expect(fields.length).toBeGreaterThan(3);
  const [, list = ''] =
    /for services only\s*\(([^)]*)\)/.exec(sectionOf('docs/architecture.md', 'Processes')) ?? [];
  expect(namesIn(list)).toEqual(sorted(fields));
});

/** A field of a root type: its name, and all that follows up to the next description. */
const FIELD = /^ {2}(\w+)\b((?:(?!^ {2}"|^\})[\s\S])*)/gm;

test('starting and stopping are told in the order of the table', () => {
  const page = read('docs/operations.md');
  const [, started = ''] = /^\d\. starts (.+?), waits/m.exec(page) ?? [];
  const [, stopped = ''] = /SIGTERM stops ([\s\S]+?), then the database/.exec(page) ?? [];
  const serviceNames = (text: string) => text.match(/\w+/g)?.filter((word) => names.includes(word));
  expect(serviceNames(started)).toEqual(names);
  expect(serviceNames(stopped)).toEqual([...names].reverse());
});

test('a deployment of one’s own is told to start every entry', () => {
  const entries = [
    ...sectionOf('docs/operations.md', 'Starting').matchAll(/`node (\S+\/main\.ts)`/g),
  ];
  expect(entries.map(([, entry]) => entry)).toEqual(ROWS.map(({ entry }) => entry));
});
