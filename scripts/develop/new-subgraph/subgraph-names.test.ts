import { expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { namesOf } from './subgraph-names.ts';

test('a name and a type are spelled out for files, variables, fields and types', () => {
  expect(namesOf(REPOSITORY_ROOT, ['entregas', 'DeliveryRound'])).toEqual({
    name: 'entregas',
    Name: 'Entregas',
    NAME: 'ENTREGAS',
    Entity: 'DeliveryRound',
    entity: 'deliveryRound',
    ENTITY: 'DELIVERY_ROUND',
    folder: 'delivery-round',
    port: expect.any(Number),
  });
});

test('without a type, the type is called like the subgraph', () => {
  expect(namesOf(REPOSITORY_ROOT, ['entregas'])).toMatchObject({ Entity: 'Entregas' });
});

test.each([
  [[], /^Give a name/],
  [['entregas', 'Delivery', 'more'], /^Give a name/],
  [['Entregas'], /^"Entregas" is not a good name/],
  [['../entregas'], /is not a good name/],
  [['en-tregas'], /is not a good name/],
  [['1entregas'], /is not a good name/],
  // A user of MySQL has at most 32 characters.
  [['e'.repeat(20)], /is not a good name/],
  [['ventas'], /^"ventas" is taken/],
  [['router'], /^"router" is taken/],
  [['supergraph'], /^"supergraph" is taken/],
  [['accounts'], /^"accounts" is taken/],
  [['verify'], /^"verify" is taken/],
  [['entregas', 'delivery'], /^"delivery" is not a good type/],
  [['entregas', 'URL'], /^"URL" is not a good type/],
  [['entregas', 'Order'], /^"Order" means something/],
])('%j is refused with one sentence', (given, sentence) => {
  expect(() => namesOf(REPOSITORY_ROOT, given)).toThrow(sentence);
});
