import { expect, test } from '@jest/globals';
import { rowsOfResult } from './driver-rows.ts';

/** A result as the driver gives it, with the columns by name and type. */
function resultOf(columns: Record<string, string>, ...rows: unknown[][]) {
  const meta = Object.entries(columns).map(([name, type]) => ({ type, name: () => name }));
  return Object.assign(rows, { meta });
}

test('a row has the value of each column by its name', () => {
  const result = resultOf({ id: 'INT', sku: 'STRING' }, [1, 'a'], [2, null]);
  expect(rowsOfResult(result)).toEqual([
    { id: 1, sku: 'a' },
    { id: 2, sku: null },
  ]);
});

test('a TINYINT is a boolean, and the same name with another type is none', () => {
  const flags = resultOf({ on: 'TINY' }, [1], [0], [null]);
  expect(rowsOfResult(flags)).toEqual([{ on: true }, { on: false }, { on: null }]);
  expect(rowsOfResult(resultOf({ on: 'INT' }, [1]))).toEqual([{ on: 1 }]);
});

test('a name that is no word of the language is a name like any other', () => {
  const name = 'a "b"\\ `c`';
  expect(rowsOfResult(resultOf({ [name]: 'INT' }, [1]))).toEqual([{ [name]: 1 }]);
});

test('two columns with one name are refused: one would hide the other', () => {
  const meta = ['id', 'id'].map((name) => ({ type: 'INT', name: () => name }));
  expect(() => rowsOfResult(Object.assign([[1, 2]], { meta }))).toThrow('id,id');
});

test('a statement without rows gives none', () => {
  expect(rowsOfResult({ affectedRows: 1 })).toEqual([]);
  expect(rowsOfResult(resultOf({ id: 'INT' }))).toEqual([]);
});
