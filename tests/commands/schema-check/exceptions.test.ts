// Goal: an exception of `npm run schema:check` accepts what it names, until its last day, and is
// found when it is over or needless.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { passes } from '../../../scripts/contract/schema-check/finding.ts';
import { copyShop, type EditedShop, found, TODAY } from './edited-shop.ts';

const CATALOG = 'now/schema/catalog.graphql';
const WEIGHT = '  "Grams."\n  weight: Int\n';

let shop: EditedShop;

beforeEach(() => {
  shop = copyShop();
});
afterEach(() => shop.remove());

/** Accepts the removal of Product.weight until a day. */
function except(until: string): void {
  const reason = 'The scale was sold; nobody has asked for weights since.';
  const exception = { code: 'FIELD_REMOVED', subject: 'Product.weight', reason, until };
  writeFileSync(join(shop.now, 'schema/check-exceptions.json'), JSON.stringify([exception]));
}

test('an exception turns its finding into information until its last day, that day included', async () => {
  shop.edit([[CATALOG, WEIGHT, '']]);
  except(TODAY);
  const report = await shop.check();
  expect(found(report)).toEqual(['clients’ schema: info FIELD_REMOVED Product.weight']);
  expect(passes(report)).toBe(true);
});

test('an exception that has ended is an error, and its finding is one again', async () => {
  shop.edit([[CATALOG, WEIGHT, '']]);
  except('2026-02-28');
  expect(found(await shop.check())).toEqual([
    'clients’ schema: error FIELD_REMOVED Product.weight',
    'exceptions: error EXCEPTION_EXPIRED FIELD_REMOVED Product.weight',
  ]);
});

test('an exception that nothing needs is a warning', async () => {
  except(TODAY);
  expect(found(await shop.check())).toEqual([
    'exceptions: warning EXCEPTION_UNUSED FIELD_REMOVED Product.weight',
  ]);
});

test.each(['[{ "code": "A" }]', '[', '[{ "code": "A", "until": "soon" }]'])(
  'exceptions of the wrong form are one sentence with the name of the file: %s',
  async (text) => {
    writeFileSync(join(shop.now, 'schema/check-exceptions.json'), text);
    await expect(shop.check()).rejects.toThrow(/check-exceptions\.json: .+\.$/);
  },
);
