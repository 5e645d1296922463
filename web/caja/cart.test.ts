import { expect, test } from '@jest/globals';
import {
  acceptPrice,
  addProduct,
  adjustToStock,
  type Cart,
  emptyCart,
  moveCurrent,
  quantityOf,
  readMultiplier,
  removeLine,
  setQuantity,
} from './cart.ts';

const CABLE = { id: '1', sku: 'CAB', name: 'Cable', priceCentimos: 1_990 };
const MOUSE = { id: '2', sku: 'MOU', name: 'Mouse', priceCentimos: 4_500 };

function filled(...products: [typeof CABLE, number][]): Cart {
  return products.reduce(
    (cart, [product, quantity], at) => {
      const next = addProduct(cart, { product, quantity, lineId: `l${at}`, at: 0 });
      return next ?? cart;
    },
    emptyCart('c', null),
  );
}

test('a product that is read again adds to its line, and makes it the current one', () => {
  const cart = filled([CABLE, 1], [MOUSE, 1], [CABLE, 2]);
  expect(cart.lines.map(({ quantity }) => quantity)).toEqual([3, 1]);
  expect(cart.currentId).toBe('l0');
});

test('a product at another price gets a line of its own', () => {
  expect(filled([CABLE, 1], [{ ...CABLE, priceCentimos: 2_000 }, 1]).lines).toHaveLength(2);
});

test('more units than a sale may have are refused', () => {
  expect(setQuantity(filled([CABLE, 1]), 'l0', 100_001)).toBeNull();
  expect(setQuantity(filled([CABLE, 1]), 'l0', 0)).toBeNull();
});

test('the line after the removed one becomes current, and the last one of the end', () => {
  const cart = filled([CABLE, 1], [MOUSE, 1]);
  expect(removeLine({ ...cart, currentId: 'l0' }, 'l0').currentId).toBe('l1');
  expect(removeLine(cart, 'l1').currentId).toBe('l0');
});

test('the last line takes the discount of the whole with it', () => {
  const cart: Cart = { ...filled([CABLE, 1]), discount: { kind: 'AMOUNT', centimos: 100 } };
  expect(removeLine(cart, 'l0')).toMatchObject({ lines: [], discount: null, currentId: null });
});

test('the current line stops at both ends', () => {
  const cart = filled([CABLE, 1], [MOUSE, 1]);
  expect(moveCurrent(cart, 1).currentId).toBe('l1');
  expect(moveCurrent(moveCurrent(cart, -1), -1).currentId).toBe('l0');
});

test('stock that does not suffice goes to the first lines of the product', () => {
  const cart = filled([CABLE, 2], [{ ...CABLE, priceCentimos: 2_000 }, 3], [MOUSE, 1]);
  const adjusted = adjustToStock(cart, '1', 3);
  expect(adjusted.lines.map(({ quantity }) => quantity)).toEqual([2, 1, 1]);
  expect(quantityOf(adjustToStock(cart, '1', 0), '1')).toBe(0);
});

test('a new price that is accepted holds for every line of the product', () => {
  const cart = acceptPrice(filled([CABLE, 1], [MOUSE, 1]), '1', 2_500);
  expect(cart.lines.map((line) => line.unitPriceCentimos)).toEqual([2_500, 4_500]);
});

test.each([
  ['3*', 3, ''],
  ['3*cable', 3, 'cable'],
  [' 12 x hdmi', 12, 'hdmi'],
  ['hdmi 2 x 3', null, 'hdmi 2 x 3'],
  ['0*', null, '0*'],
  ['100001*', null, '100001*'],
  ['*', null, '*'],
])('%j is read as %p times', (text, quantity, rest) => {
  expect(readMultiplier(text)).toEqual({ quantity, rest });
});
