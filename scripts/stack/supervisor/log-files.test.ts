// Goal: logs do not grow for ever, and no line of a running process is lost by that. Method: a
// folder of logs, with a program that holds one of them open as a service does.
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deleteOldLogs, keepLogFiles, rotateLogs } from './log-files.ts';

const NOW = new Date('2026-11-26T10:00:00Z');
const ASIDE = '2026-11-26T10-00-00';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const pathOf = (name: string) => join(directory, name);
const textOf = (name: string) => readFileSync(pathOf(name), 'utf8');

test('a process that holds its log open writes on, and nothing of it is lost or doubled', () => {
  const log = openSync(pathOf('ventas.log'), 'a');
  writeSync(log, 'one\n');
  rotateLogs(directory, NOW);
  writeSync(log, 'two\n');
  closeSync(log);

  expect(textOf(`ventas.${ASIDE}.log`)).toBe('one\n');
  expect(textOf('ventas.log')).toBe('two\n');
});

test('twice in a second are two files; a small or empty log and what is no log stay', () => {
  for (const text of ['one\n', 'two\n']) {
    appendFileSync(pathOf('router.log'), text);
    rotateLogs(directory, NOW);
  }
  writeFileSync(pathOf('usuarios.log'), 'small\n');
  writeFileSync(pathOf('notes.log'), 'mine\n');
  rotateLogs(directory, NOW, 1_000);

  expect(readdirSync(directory).sort()).toEqual([
    'notes.log',
    `router.${ASIDE}-2.log`,
    `router.${ASIDE}.log`,
    'router.log',
    'usuarios.log',
  ]);
  expect(textOf(`router.${ASIDE}-2.log`)).toBe('two\n');
});

test('only what was put aside longer ago than that is deleted; 0 keeps all', () => {
  const names = [`ventas.${ASIDE}.log`, 'ventas.previous.log', 'ventas.log', 'notes.txt'];
  const then = new Date(NOW.getTime() - 15 * 24 * 3_600_000);
  for (const name of names) {
    writeFileSync(pathOf(name), 'x');
    utimesSync(pathOf(name), then, then);
  }
  for (const days of [0, 16]) deleteOldLogs(directory, days, NOW);
  expect(readdirSync(directory)).toHaveLength(4);
  deleteOldLogs(directory, 14, NOW);

  expect(readdirSync(directory).sort()).toEqual(['notes.txt', 'ventas.log']);
});

test('a start puts the logs of the run before aside', () => {
  const { directory: logs, stop } = keepLogFiles(directory, 14);
  writeFileSync(join(logs, 'router.log'), 'before\n');
  stop();
  keepLogFiles(directory, 14).stop();

  expect(readFileSync(join(logs, 'router.log'), 'utf8')).toBe('');
  expect(readdirSync(logs).filter((name) => name.startsWith('router.'))).toHaveLength(2);
});
