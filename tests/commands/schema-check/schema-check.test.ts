// Goal: every check of `npm run schema:check` finds what it is for, and says nothing of a harmless
// change. Method: a small shop of two subgraphs is copied twice, one copy is changed and compared
// with the other.
// Long because every rule of every check has a case.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkSchemas } from '../../../scripts/contract/schema-check/check-schemas.ts';
import { passes } from '../../../scripts/contract/schema-check/finding.ts';
import {
  markdownReport,
  terminalReport,
} from '../../../scripts/contract/schema-check/report-text.ts';
import { copyShop, type Edit, type EditedShop, found, TODAY } from './edited-shop.ts';

let shop: EditedShop;

beforeEach(() => {
  shop = copyShop();
});
afterEach(() => shop.remove());

const CATALOG = 'now/schema/catalog.graphql';
const CATALOG_BEFORE = 'before/schema/catalog.graphql';
const ORDERS = 'now/schema/orders.graphql';
const ORDERS_BEFORE = 'before/schema/orders.graphql';
const LAST_ORDER_BEFORE = 'before/operations/last-order.graphql';
const PRODUCTS = 'now/operations/products.graphql';
const BUDGET = 'now/schema/plan-budget.json';

const TAG = '@tag(name: "internal")';
const MARKS = `@inaccessible ${TAG}`;
const TYPES_BOUGHT = '"How many were bought."\n  timesBought: Int';
const WEIGHT = '  "Grams."\n  weight: Int\n';
const OVERRIDDEN_WEIGHT = '  "Grams."\n  weight: Int @override(from: "catalog")';
const SKU = '"Printed on the shelf."\n  sku: String!';
const HOLD_INPUT = `input HoldStockInput ${MARKS} {\n`;

test('nothing is found when nothing changed', async () => {
  const report = await shop.check();
  expect(found(report)).toEqual([]);
  expect(passes(report)).toBe(true);
  expect(report.checks.filter(({ notRun }) => notRun !== null)).toEqual([]);
  expect(report.plans).toEqual([
    { operation: 'LastOrder', before: expect.anything(), now: { fetches: 2, depth: 2, cost: 22 } },
    { operation: 'Products', before: expect.anything(), now: { fetches: 2, depth: 2, cost: 26 } },
  ]);
});

/** A change, and what is found about it. */
type Case = readonly [expected: string, ...edits: Edit[]];

const COMPOSING: Case[] = [
  ['composition: error INVALID_GRAPHQL', [ORDERS, 'Order @key', 'Order @kye']],
  [
    'composition: error INVALID_FIELD_SHARING',
    [ORDERS, TYPES_BOUGHT, `${TYPES_BOUGHT}\n${WEIGHT}`],
  ],
  [
    'composition: error INTERNAL_LEAK',
    [CATALOG, `HoldStockPayload! ${MARKS}`, `HoldStockPayload! ${TAG}`],
    [CATALOG, `HoldStockPayload ${MARKS}`, `HoldStockPayload ${TAG}`],
    [CATALOG, `HoldStockInput ${MARKS}`, `HoldStockInput ${TAG}`],
  ],
  ['hints: error INCONSISTENT_DESCRIPTION', [ORDERS, '"What is sold."', '"What was sold."']],
];

const naming: Case[] = [
  ['NOT_DESCRIBED', [CATALOG, '"Grams."\n', '']],
  ['CASING', [CATALOG, 'weight: Int', 'weight_grams: Int']],
  ['CASING', [CATALOG, 'first: Int', 'First: Int']],
  ['CASING', [ORDERS, '', '"How."\nenum How { "Any." any }']],
  ['CASING', [ORDERS, '', '"How."\nscalar how']],
  ['MUTATION_SHAPE', [CATALOG, 'RenameProductPayload\n', 'Boolean\n']],
  ['ROOT_NULLABILITY', [CATALOG, 'RenameProductPayload\n', 'RenameProductPayload!\n']],
  ['MUTATION_SHAPE', [CATALOG, '(input: RenameProductInput!)', '(id: ID!)']],
  ['MUTATION_SHAPE', [CATALOG, 'userErrors: [UserError!]!', 'failures: [UserError!]!']],
  ['TEXT_LENGTH', [CATALOG, 'new name, 1 to 20 characters', 'new name']],
  ['DEPRECATION_REASON', [CATALOG, 'weight: Int', 'weight: Int @deprecated']],
  ['INTERNAL_NOT_MARKED', [CATALOG, `HoldStockPayload ${MARKS}`, 'HoldStockPayload @inaccessible']],
  [
    'SHARED_TYPE_DIFFERS',
    [CATALOG, '', '"A day."\nscalar Day'],
    [ORDERS, '', '"Some day."\nscalar Day'],
  ],
].map(([code, ...edits]) => [`names and descriptions: error ${code}`, ...edits] as unknown as Case);

const FOR_CLIENTS: Case[] = [
  ['operations: error INVALID_OPERATION LastOrder', [ORDERS, '  total: Int!', '  paid: Int!']],
  [
    'operations: error INVALID_OPERATION operations/products.graphql',
    [PRODUCTS, 'query Products {', 'query Products {{'],
  ],
  [
    'operations: error INVALID_OPERATION operations/products.graphql',
    [PRODUCTS, 'query Products', 'query'],
  ],
  ['clients’ schema: error FIELD_REMOVED Product.weight', [CATALOG, WEIGHT, '']],
  [
    'clients’ schema: error FIELD_TYPE_CHANGED Product.weight',
    [CATALOG, 'weight: Int', 'weight: String'],
  ],
  [
    'clients’ schema: error INPUT_FIELD_ADDED RenameProductInput.reason',
    [CATALOG, '"Its new name,', '"Why, 9 characters."\n  reason: String!\n  "Its new name,'],
  ],
  [
    'clients’ schema: warning FIELD_ARGUMENT_DEFAULT_CHANGED Query.products.first',
    [CATALOG, 'first: Int = 20', 'first: Int = 10'],
  ],
  [
    'clients’ schema: info FIELD_ADDED Product.colour',
    [CATALOG, WEIGHT, `${WEIGHT}  "Colour."\n  colour: String\n`],
  ],
];

const federation: Case[] = [
  ['error KEY_REMOVED Product(sku)', [CATALOG, ' @key(fields: "sku")', '']],
  [
    'error KEY_REMOVED Product(sku)',
    [CATALOG, '@key(fields: "sku")', '@key(fields: "sku", resolvable: false)'],
  ],
  [
    'info KEY_ADDED Product(sku name)',
    [CATALOG, '@key(fields: "sku")', '@key(fields: "sku") @key(fields: "sku, name")'],
  ],
  [
    'error FIELD_MOVED Product.weight',
    [CATALOG, WEIGHT, ''],
    [ORDERS, TYPES_BOUGHT, `${TYPES_BOUGHT}\n${WEIGHT}`],
  ],
  [
    'warning OVERRIDE_ADDED Product.weight',
    [ORDERS, '"@tag"]', '"@tag", "@override"]'],
    [ORDERS, TYPES_BOUGHT, `${TYPES_BOUGHT}\n${OVERRIDDEN_WEIGHT}`],
  ],
  [
    'info OWNER_ADDED Product.weight',
    [CATALOG, 'weight: Int', 'weight: Int @shareable'],
    [ORDERS, '"@tag"]', '"@tag", "@shareable"]'],
    [ORDERS, TYPES_BOUGHT, `${TYPES_BOUGHT}\n  "Grams."\n  weight: Int @shareable`],
  ],
  [
    'warning OWNER_REMOVED Product.weight',
    [CATALOG_BEFORE, 'weight: Int', 'weight: Int @shareable'],
    [ORDERS_BEFORE, '"@tag"]', '"@tag", "@shareable"]'],
    [ORDERS_BEFORE, TYPES_BOUGHT, `${TYPES_BOUGHT}\n  "Grams."\n  weight: Int @shareable`],
  ],
  [
    'error OVERRIDE_REMOVED Product.weight',
    [CATALOG_BEFORE, 'weight: Int', 'weight: Int @shareable'],
    [CATALOG, 'weight: Int', 'weight: Int @shareable'],
    [ORDERS_BEFORE, '"@tag"]', '"@tag", "@override"]'],
    [ORDERS_BEFORE, TYPES_BOUGHT, `${TYPES_BOUGHT}\n${OVERRIDDEN_WEIGHT}`],
    [ORDERS, '"@tag"]', '"@tag", "@shareable"]'],
    [ORDERS, TYPES_BOUGHT, `${TYPES_BOUGHT}\n  "Grams."\n  weight: Int @shareable`],
  ],
  [
    'error INACCESSIBLE_REMOVED Mutation.holdStock',
    [CATALOG, `HoldStockPayload! ${MARKS}`, 'HoldStockPayload!'],
    [CATALOG, `HoldStockPayload ${MARKS}`, 'HoldStockPayload'],
    [CATALOG, `HoldStockInput ${MARKS}`, 'HoldStockInput'],
  ],
  [
    'warning PLANNING_DIRECTIVE_CHANGED Order.product',
    [ORDERS, '"@tag"]', '"@tag", "@provides", "@external"]'],
    [ORDERS, 'product: Product', 'product: Product @provides(fields: "name")'],
    [ORDERS, TYPES_BOUGHT, `${TYPES_BOUGHT}\n  "What people call it."\n  name: String! @external`],
    [CATALOG, 'name: String!\n  "Grams."', 'name: String! @shareable\n  "Grams."'],
  ],
].map(([code, ...edits]) => [`federation: ${code}`, ...edits] as unknown as Case);

const OTHERS: Case[] = [
  [
    'services’ schema: error INTERNAL_INPUT_FIELD_ADDED HoldStockInput.reason',
    [CATALOG, HOLD_INPUT, `${HOLD_INPUT}  "Why."\n  reason: String!\n`],
  ],
  [
    'services’ schema: error INTERNAL_FIELD_REMOVED HoldStockPayload.held',
    [CATALOG, '"True when it was."\n  held: Boolean!', '"Which."\n  id: ID!'],
  ],
  ['plans: warning PLAN_GROWS LastOrder', [LAST_ORDER_BEFORE, '      name\n', '']],
  ['plans: warning PLAN_GROWS Products', [PRODUCTS, 'first: 5', 'first: 6']],
  ['plans: error OVER_BUDGET Products', [PRODUCTS, 'first: 5', 'first: 100']],
  ['plans: error OVER_BUDGET LastOrder', [BUDGET, '"fetches": 3', '"fetches": 1']],
  ['plans: error OVER_BUDGET LastOrder', [BUDGET, '"depth": 3', '"depth": 1']],
  ['plans: warning BUDGET_UNUSED Gone', [BUDGET, '{}', '{ "Gone": { "cost": 1 } }']],
  // The new graph asks for something that the running subgraph does not have yet.
  [
    'deploy order: info SUBGRAPH_FIRST catalog',
    [CATALOG, WEIGHT, `${WEIGHT}  "Colour."\n  colour: String\n`],
    [PRODUCTS, 'name', 'name\n      colour'],
  ],
  // The running router asks for something that the new subgraph no longer has.
  ['deploy order: warning ROUTER_FIRST orders', [ORDERS, TYPES_BOUGHT, '']],
  // Each side names the entity in a way that the other does not know.
  [
    'deploy order: error NO_SAFE_ORDER catalog',
    [CATALOG, '@key(fields: "id") @key(fields: "sku")', '@key(fields: "sku")'],
    [ORDERS, 'Product @key(fields: "id")', 'Product @key(fields: "sku")'],
    [ORDERS, `"Opaque."\n  id: ID!\n  ${TYPES_BOUGHT}`, `${SKU}\n  ${TYPES_BOUGHT}`],
    [CATALOG_BEFORE, ' @key(fields: "sku")', ''],
  ],
];

const cases = [...COMPOSING, ...naming, ...FOR_CLIENTS, ...federation, ...OTHERS];

test.each(cases)('%s', async (expected, ...edits) => {
  shop.edit(edits);
  const report = await shop.check();
  expect(found(report).map((line) => line.slice(0, expected.length))).toContain(expected);
  expect(passes(report)).toBe(!found(report).some((line) => line.includes(': error ')));
});

test('a field that goes over to another subgraph by @override finishes without a word of alarm', async () => {
  shop.edit([
    [ORDERS_BEFORE, '"@tag"]', '"@tag", "@override"]'],
    [ORDERS_BEFORE, TYPES_BOUGHT, `${TYPES_BOUGHT}\n${OVERRIDDEN_WEIGHT}`],
    [CATALOG, WEIGHT, ''],
    [ORDERS, TYPES_BOUGHT, `${TYPES_BOUGHT}\n${WEIGHT}`],
  ]);
  const report = await shop.check();
  expect(found(report)).toContain('federation: info OVERRIDE_FINISHED Product.weight');
  expect(passes(report)).toBe(true);
});

test('a subgraph that comes or goes is named, with what has to be deployed first', async () => {
  const orders = readFileSync(join(shop.directory, ORDERS), 'utf8');
  rmSync(join(shop.directory, ORDERS));
  rmSync(join(shop.now, 'operations'), { recursive: true });
  writeFileSync(join(shop.now, 'schema/purchases.graphql'), orders);
  expect(found(await shop.check())).toEqual(
    expect.arrayContaining([
      'federation: warning SUBGRAPH_REMOVED orders',
      'federation: info SUBGRAPH_ADDED purchases',
      'deploy order: warning ROUTER_FIRST orders',
      'deploy order: info SUBGRAPH_FIRST purchases',
    ]),
  );
});

test('what does not compose leaves out the checks that need a graph, and says so', async () => {
  shop.edit([[ORDERS, 'Order @key', 'Order @kye']]);
  const { checks } = await shop.check();
  const skipped = checks.filter(({ notRun }) => notRun === 'The graph does not compose.');
  expect(skipped.map(({ name }) => name)).toContain('deploy order');
});

test('without a graph to compare with, the other checks still run', async () => {
  shop.edit([[CATALOG, '"Grams."\n', '']]);
  const report = await checkSchemas({ root: shop.now, base: null, today: TODAY });
  expect(found(report)).toEqual([expect.stringContaining('NOT_DESCRIBED')]);
});

test('the reports say what changed, what a plan costs now, and whether it passed', async () => {
  shop.edit([
    [CATALOG, WEIGHT, ''],
    [LAST_ORDER_BEFORE, '      name\n', ''],
  ]);
  const report = await shop.check();
  const text = terminalReport(report, false);
  expect(text).toMatch(/^Compared with before\.\n/);
  expect(text).toMatch(/^FAILED +clients’ schema: 1 error$/m);
  expect(text).toMatch(/^ +error FIELD_REMOVED +Field 'weight' .*$/m);
  expect(text).toMatch(/^LastOrder +1 → 2 +1 → 2 +12 → 22$/m);
  expect(text).toMatch(/\nThe schema check failed: 1 error\.\n$/);
  expect(terminalReport(report, true)).toContain('\u001b[31merror');

  const markdown = markdownReport(report);
  expect(markdown).toContain('## Schema check: failed');
  expect(markdown).toContain('| ❌ | clients’ schema | 1 error |');
  expect(markdown).toContain('| `LastOrder` | 1 → 2 | 1 → 2 | 12 → 22 |');
});
