// Goal: the documents stay true where a program can tell: codes, links, commands, dependencies,
// events, decisions. Method: each page is read as text and compared with what it describes.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { USER_ERROR_MESSAGES } from '../../common/process/errors/error-codes.ts';
import { REFUSALS } from '../../common/process/errors/refusals.ts';
import { ROLES } from '../../common/process/identity/roles.ts';
import { ACCESS_REFUSED } from '../../common/subgraph/audit/record-refusals.ts';
import { SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import { AUDIT_KIND } from '../../subgraphs/usuarios/audit/audit-store.ts';
import { PAGES, ROOT, read, rowsOfNames, sectionOf, tableRows } from './pages.ts';
import { repositoryFiles } from './source-files.ts';

const packageJson: {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
} = JSON.parse(read('package.json'));

const rowsBelow = (page: string, heading: string) => rowsOfNames(sectionOf(page, heading));
const codeBlocks = (text: string) => text.match(/^```.*?^```$/gms) ?? [];
const headingLevels = (text: string) =>
  text.replaceAll(/^```.*?^```$/gms, '').match(/^#+(?= )/gm) ?? [];

test('the error catalogue has every user error with its message, and no other', () => {
  const listed = rowsBelow('docs/errors.md', 'User errors').map(([code, message]) => [
    code,
    message,
  ]);
  expect(Object.fromEntries(listed)).toEqual(USER_ERROR_MESSAGES);
  expect(listed).toHaveLength(Object.keys(USER_ERROR_MESSAGES).length);
});

test('the error catalogue has every refusal with its message and HTTP status, and no other', () => {
  const listed = rowsBelow('docs/errors.md', 'Refusals').map(([code, message, status]) => [
    code,
    { message, status: Number(status) },
  ]);
  const known = Object.entries(REFUSALS).map(([code, { message, status }]) => [
    code,
    { message, status },
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(known));
  expect(listed).toHaveLength(Object.keys(REFUSALS).length);
});

test('every row of the error catalogue says when it comes and what a client does', () => {
  const rows = ['User errors', 'Refusals'].flatMap((part) => rowsBelow('docs/errors.md', part));
  expect(rows.filter((cells) => cells.slice(0, -1).includes(''))).toEqual([]);
});

test('the security page says what each role may do, and of no other', () => {
  const rows = read('docs/security.md').match(/(?<=^ +\| `)[A-Z]+(?=` +\|)/gm);
  expect(rows).toEqual(ROLES);
});

test('the security page lists the audit kinds of every service, and no other', async () => {
  const registries = await Promise.all(SUBGRAPH_NAMES.map(auditKindsOf));
  const kinds = [...registries.flat(), { kind: ACCESS_REFUSED, service: 'each' }];
  const rows = rowsBelow('docs/security.md', 'The audit log');
  const listed = rows.map(([kind, service]) => ({ kind, service: service?.replaceAll('`', '') }));
  const inOrder = (list: typeof listed) => list.map((row) => JSON.stringify(row)).sort();
  expect(inOrder(listed)).toEqual(inOrder(kinds));
  expect(rows.filter(([, , meaning]) => !meaning)).toEqual([]);
});

test('no two services tell the audit log of one kind, and usuarios can keep each', async () => {
  const registries = await Promise.all(SUBGRAPH_NAMES.map(auditKindsOf));
  const kinds = [ACCESS_REFUSED, ...registries.flat().map(({ kind }) => kind)];
  expect([...new Set(kinds)]).toEqual(kinds);
  expect(kinds.filter((kind) => !AUDIT_KIND.test(kind))).toEqual([]);
});

test('README.md and README.es.md have the same code blocks and the same headings', () => {
  const [english, spanish] = [read('README.md'), read('README.es.md')];
  expect(codeBlocks(english).length).toBeGreaterThan(0);
  expect(codeBlocks(spanish)).toEqual(codeBlocks(english));
  expect(headingLevels(spanish)).toEqual(headingLevels(english));
});

test.each(PAGES)('every relative link in %s leads to a file', (page) => {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const relative = targets.filter((target) => !/^(https?:|mailto:|#)/.test(target));
  const missing = relative.filter((target) => {
    const [path = ''] = target.split('#');
    return !existsSync(join(ROOT, dirname(page), path));
  });
  expect(missing).toEqual([]);
});

test.each(PAGES)('every link to a heading in %s finds it', (page) => {
  const targets = [...read(page).matchAll(/\]\(([^)\s:]*)#([^)\s]+)\)/g)];
  const missing = targets.filter(([, path = '', anchor = '']) => {
    const target = path === '' ? page : join(dirname(page), path);
    return !anchorsOf(read(target)).includes(anchor);
  });
  expect(missing.map(([link]) => link)).toEqual([]);
});

test.each(PAGES)('a link in %s that is named like a file leads to a file of that name', (page) => {
  const links = [...read(page).matchAll(/\[([^\]\s]+\.[a-z]+)\]\(([^)\s#]+)/g)];
  const misnamed = links.filter(
    ([, label = '', target = '']) =>
      !target.startsWith('http') && basename(label) !== basename(target),
  );
  expect(misnamed.map(([link]) => link)).toEqual([]);
});

test.each([...PAGES, 'NOTICE'])('every path that %s names is there', (page) => {
  const tops = readdirSync(ROOT).join('|').replaceAll('.', '\\.');
  const paths = read(page).match(new RegExp(`(?<![\\w@./-])(?:${tops})/[\\w./-]*\\w`, 'g')) ?? [];
  const outside = /^(?:(?:node_modules|\.data)\/|web\/dist\b)/;
  expect(paths.filter((path) => !outside.test(path) && !existsSync(join(ROOT, path)))).toEqual([]);
});

test('the tree in the architecture page has every folder of code, and every kit and room', () => {
  const paths = repositoryFiles().map(({ path }) => path.split('/').slice(0, -1));
  const depth = (top: string | undefined) => (top === 'common' || top === 'scripts' ? 2 : 1);
  const folders = new Set(paths.map((path) => path.slice(0, depth(path[0])).join('/')));
  const documented = rowsBelow('docs/architecture.md', 'The tree').map(([folder = '']) => folder);
  const missing = [...folders].filter(
    (folder) => !documented.some((named) => named.startsWith(`${folder}/`)),
  );
  expect(missing).toEqual([]);
});

test('every name of the glossary that looks like code is in a schema or in the code', () => {
  const texts = repositoryFiles()
    .filter(({ path }) => /^(schema|prisma|subgraphs|common)\//.test(path))
    .map(({ text }) => text)
    .join('\n');
  const names = tableRows(read('docs/glosario.md')).flatMap(([, code = '']) =>
    [...code.matchAll(/`([A-Za-z]\w*)/g)].map(([, name = '']) => name),
  );
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts))).toEqual([]);
});

/** The registry of a subgraph; one that tells nothing has none. */
async function auditKindsOf(service: string): Promise<{ kind: string; service: string }[]> {
  const path = join(ROOT, 'subgraphs', service, 'audit-kinds.ts');
  if (!existsSync(path)) return [];
  const { AUDIT_KINDS }: { AUDIT_KINDS: string[] } = await import(path);
  return AUDIT_KINDS.map((kind) => ({ kind, service }));
}

function anchorsOf(text: string): string[] {
  const headings = text.match(/(?<=^#+ ).+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every npm script that a page names exists, and docs/commands.md names every script', () => {
  const namedIn = (text: string) =>
    [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own);
  const unknown = PAGES.flatMap((page) =>
    namedIn(read(page).replaceAll('\n', ' ')).filter((name) => !(name! in packageJson.scripts)),
  );
  expect(unknown).toEqual([]);
  const scripts = new Set(Object.keys(packageJson.scripts));
  expect(new Set(namedIn(read('docs/commands.md')))).toEqual(scripts);
});

test('every dependency has its reason, and none is listed that is not there', () => {
  const parts = ['At run time', 'For the web client', 'For the commands', 'For development'];
  const rows = parts.flatMap((part) => rowsBelow('docs/dependencies.md', part));
  const { dependencies, devDependencies } = packageJson;
  const present = Object.keys({ ...dependencies, ...devDependencies });
  expect(rows.map(([name]) => name).sort()).toEqual(present.sort());
  expect(rows.filter(([, reason, alternative]) => !reason || !alternative)).toEqual([]);
});

const decisions = readdirSync(join(ROOT, 'docs/adr'))
  .filter((name) => /^\d{4}-.*\.md$/.test(name))
  .map((name) => describeDecision(name, read(join('docs/adr', name))));

function describeDecision(name: string, text: string) {
  const [, number, title] = /^# (\d{4}) (.+)$/m.exec(text) ?? [];
  const [, status] = /^- Status: (.+)$/m.exec(text) ?? [];
  const [, date] = /^- Date: (.+)$/m.exec(text) ?? [];
  return { name, number, title, status, date };
}

test.each(decisions)('$name has its number, a title, a status and a date', (decision) => {
  expect(decision.number).toBe(decision.name.slice(0, 4));
  expect(decision.title).toBeDefined();
  expect(decision.status).toMatch(/^(accepted|proposed|superseded by \[\d{4}\]\(\d{4}-.+\.md\))/);
  expect(decision.date).toMatch(/^\d{4}-\d{2}-\d{2}(, .+)?$/);
});

test('the index of decisions has each of them as its page says, in order', () => {
  const rows = tableRows(read('docs/adr/README.md')).filter(([name = '']) => name.startsWith('['));
  expect(rows).toEqual(
    decisions.map(({ name, number, title, status, date }) => [
      `[${number}](${name})`,
      title,
      status,
      date,
    ]),
  );
});

test('Node is of one version: the dependency and what version managers read', () => {
  expect(read('.node-version')).toBe(`${packageJson.dependencies['node']}\n`);
});
