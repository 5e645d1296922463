import { expect, test } from '@jest/globals';
import { mismatchOf } from './same-site.ts';

test.each([
  ['http://localhost:3000/caja', '/graphql'],
  ['http://localhost:3000/', 'http://localhost:4000/graphql'],
  ['https://caja.tienda.pe/', 'https://api.tienda.pe/graphql'],
  ['http://192.168.0.7:3000/', 'http://192.168.0.7:4000/graphql'],
])('a page of %s keeps its session at %s', (page, gateway) => {
  expect(mismatchOf(new URL(page), gateway)).toBeNull();
});

test.each([
  ['http://localhost:3000/', 'http://127.0.0.1:4000/graphql', '127.0.0.1'],
  ['https://caja.tienda.pe/', 'https://api.otra.pe/graphql', 'api.otra.pe'],
  ['http://10.0.0.1:3000/', 'http://20.0.0.1:4000/graphql', '20.0.0.1'],
  ['http://caja.tienda.pe/', 'https://api.tienda.pe/graphql', 'api.tienda.pe'],
])('a page of %s refuses the gateway %s by name', (page, gateway, name) => {
  expect(mismatchOf(new URL(page), gateway)).toContain(name);
});
