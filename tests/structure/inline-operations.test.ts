// Goal: what tests and benches ask in texts of their own is there to be asked. Method: each text
// that is a whole operation is validated against the API and the subgraphs; one must allow it.
import { expect, test } from '@jest/globals';
import { SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import { API } from '../../scripts/contract/generate/document-files.ts';
import { readContract } from '../../scripts/contract/generate/typed-documents.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { inlineOperations, unfittingOperations } from './inline-operations.ts';
import { repositoryFiles } from './source-files.ts';

const contracts = [API, ...SUBGRAPH_NAMES].map((name) => readContract(REPOSITORY_ROOT, name));

/** These ask made-up graphs. */
const OF_OTHER_GRAPHS = [
  'tests/structure/',
  'tests/commands/schema-check/',
  'tests/commands/new-subgraph.test.ts',
  'tests/conformance/conditions.test.ts',
  'tests/conformance/executor-rules/',
];
const files = repositoryFiles().filter(
  ({ path }) =>
    /^(?:tests|bench|scripts\/stack)\//.test(path) &&
    !OF_OTHER_GRAPHS.some((folder) => path.startsWith(folder)),
);

/** Tests ask these to be refused: no graph of ours answers them. */
const WRONG_ON_PURPOSE = new Set([
  '{ nada }',
  '{ novedades }',
  '{ categoria { id } }',
  '{ products { nope } }',
  'query A {a} query B {b}',
]);

test('every operation in a text of a test fits a contract', () => {
  expect(unfittingOperations(files, contracts, WRONG_ON_PURPOSE)).toEqual([]);
});

test('there are such operations, and those that are wrong on purpose are still asked', () => {
  const texts = new Set(files.flatMap(inlineOperations).map(({ text }) => text));
  expect(texts.size).toBeGreaterThan(90);
  for (const text of WRONG_ON_PURPOSE) expect(texts).toContain(text);
});

test('an operation that no contract allows any more is found, in either kind of quotes', () => {
  const ask = (text: string) => ({ path: 'tests/a.test.ts', text });
  const found = unfittingOperations(
    [
      ask("await shop.ask('{ productos { totalCuenta } }');"),
      ask('await shop.ask(`query P($id: ID!) { producto(id: $id) { nombre } }`);'),
      ask(`await shop.ask(\`{ venta(id: "\${id}") { suma } }\`);`),
      ask("await shop.ask('{ productos { totalCount } }');"),
      ask('const shape = { venta: { suma: 1 } };'),
    ],
    contracts,
    WRONG_ON_PURPOSE,
  );
  expect(found).toEqual([
    expect.stringContaining('Cannot query field "totalCuenta"'),
    expect.stringContaining('Cannot query field "nombre"'),
    expect.stringContaining('Cannot query field "suma"'),
  ]);
});
