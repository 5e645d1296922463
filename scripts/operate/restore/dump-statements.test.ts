import { expect, test } from '@jest/globals';
import { dumpStatements } from './dump-statements.ts';

async function statementsOf(dump: string, partBytes = dump.length): Promise<string[]> {
  const bytes = Buffer.from(dump);
  async function* parts() {
    for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes);
  }
  const statements: string[] = [];
  for await (const statement of dumpStatements(parts())) statements.push(statement);
  return statements;
}

test('a statement ends where a line ends with a semicolon, wherever the file is cut', async () => {
  const dump = "SET a=1;\n\nINSERT INTO t VALUES\n(1,'ñ; 🔌'),\n(2,';\\n');\n";
  for (const partBytes of [1, 2, 3, 1_000]) {
    expect(await statementsOf(dump, partBytes)).toEqual([
      'SET a=1',
      "INSERT INTO t VALUES\n(1,'ñ; 🔌'),\n(2,';\\n')",
    ]);
  }
});

test('what only Unicode calls the end of a line is a letter of a text', async () => {
  const statement = "INSERT INTO t VALUES ('a;\u2028b\u2029c;\u0085d')";
  expect(await statementsOf(`${statement};\n`)).toEqual([statement]);
});

test('comments between statements are left out', async () => {
  expect(await statementsOf('-- of today\n--\nSET a=1;\n\n-- b\nSET b=1;\n')).toEqual([
    'SET a=1',
    'SET b=1',
  ]);
});

test('a dump that ends within a statement is told', async () => {
  await expect(statementsOf('SET a=1;\nINSERT INTO')).rejects.toThrow('ends in a statement');
});
