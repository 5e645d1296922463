// Goal: the documents stay true where a program can tell: codes, links, commands, dependencies,
// events, decisions. Method: each page is read as text and compared with what it describes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { USER_ERROR_MESSAGES } from '../../common/process/errors/error-codes.ts';
import { FAULTS } from '../../common/process/errors/faults.ts';
import { allSecretVariables } from '../../common/topology/derived.ts';
import { isTest, repositoryFiles } from './source-files.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const packageJson: {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
} = JSON.parse(read('package.json'));

/** Every page for people: those at the top and those under docs/. */
const pages = ['.', 'docs', 'docs/adr'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** The cells of the table rows below a heading that begin with a code. */
function rowsBelow(page: string, heading: string): string[][] {
  const [, below = ''] = read(page).split(`\n## ${heading}\n`);
  const [section = ''] = below.split('\n## ');
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, code = '', ...cells]) => [code.replaceAll('`', ''), ...cells]);
}

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

test('the error catalogue has every fault with its message and HTTP status, and no other', () => {
  const listed = rowsBelow('docs/errors.md', 'Faults').map(([code, message, status]) => [
    code,
    { message, status: Number(status) },
  ]);
  const known = Object.entries(FAULTS).map(([code, { message, status }]) => [
    code,
    { message, status },
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(known));
  expect(listed).toHaveLength(Object.keys(FAULTS).length);
});

test('every row of the error catalogue says when it comes and what a client does', () => {
  const rows = ['User errors', 'Faults'].flatMap((part) => rowsBelow('docs/errors.md', part));
  expect(rows.filter((cells) => cells.slice(0, -1).includes(''))).toEqual([]);
});

test('README.md and README.es.md have the same code blocks and the same headings', () => {
  const [english, spanish] = [read('README.md'), read('README.es.md')];
  expect(codeBlocks(english).length).toBeGreaterThan(0);
  expect(codeBlocks(spanish)).toEqual(codeBlocks(english));
  expect(headingLevels(spanish)).toEqual(headingLevels(english));
});

test.each(pages)('every relative link in %s leads to a file', (page) => {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const relative = targets.filter((target) => !/^(https?:|mailto:|#)/.test(target));
  const missing = relative.filter((target) => {
    const [path = ''] = target.split('#');
    return !existsSync(join(root, dirname(page), path));
  });
  expect(missing).toEqual([]);
});

test.each(pages)('every link to a heading in %s finds it', (page) => {
  const targets = [...read(page).matchAll(/\]\(([^)\s:]*)#([^)\s]+)\)/g)];
  const missing = targets.filter(([, path = '', anchor = '']) => {
    const target = path === '' ? page : join(dirname(page), path);
    return !anchorsOf(read(target)).includes(anchor);
  });
  expect(missing.map(([link]) => link)).toEqual([]);
});

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
  const unknown = pages.flatMap((page) =>
    namedIn(read(page).replaceAll('\n', ' ')).filter((name) => !(name! in packageJson.scripts)),
  );
  expect(unknown).toEqual([]);
  const scripts = new Set(Object.keys(packageJson.scripts));
  expect(new Set(namedIn(read('docs/commands.md')))).toEqual(scripts);
});

test('every dependency has its reason, and none is listed that is not there', () => {
  const parts = ['At run time', 'For the commands', 'For development'];
  const rows = parts.flatMap((part) => rowsBelow('docs/dependencies.md', part));
  const { dependencies, devDependencies } = packageJson;
  const present = Object.keys({ ...dependencies, ...devDependencies });
  expect(rows.map(([name]) => name).sort()).toEqual(present.sort());
  expect(rows.filter(([, reason, alternative]) => !reason || !alternative)).toEqual([]);
});

test('every variable of the environment is in the architecture page', () => {
  const example = read('.env.example').match(/(?<=^# )[A-Z_]+(?==)/gm) ?? [];
  const page = read('docs/architecture.md');
  const variables = [...example, ...allSecretVariables()];
  expect(variables.length).toBeGreaterThan(10);
  expect(variables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every event that is logged is in the architecture page, and every alarm in operations', () => {
  const calls = repositoryFiles()
    .filter((file) => /^(common|router|subgraphs)\/.*\.ts$/.test(file.path) && !isTest(file))
    .flatMap(({ text }) => [...text.matchAll(/\b(?:log|Log)\.(\w+)\(\s*'([a-z-]+\.[a-z-]+)'/g)])
    .map(([, level, event]) => ({ level, event: `\`${event}\`` }));
  expect(calls.length).toBeGreaterThan(20);
  const [architecture, operations] = [read('docs/architecture.md'), read('docs/operations.md')];
  expect(calls.filter(({ event }) => !architecture.includes(event))).toEqual([]);
  const alarms = calls.filter(({ level }) => level === 'error' || level === 'warn');
  const unexplained = alarms.filter(
    ({ event }) => !operations.includes(event) && event !== '`apollo.warning`',
  );
  expect(unexplained).toEqual([]);
});

const decisions = readdirSync(join(root, 'docs/adr'))
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
  const rows = read('docs/adr/README.md')
    .split('\n')
    .filter((line) => line.startsWith('| ['))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
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
