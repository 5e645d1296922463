import { expect, test } from '@jest/globals';
import { rootFieldKey, writeSignIns } from '../../common/process/identity/sign-in-header.ts';
import { createSignIns } from './sign-ins.ts';

const SENDER = { actor: null, clientAddress: '10.0.0.1', identity: 'anon' };
const ANA = { id: '1', roles: ['VENDEDOR'], sellerId: '7' };
const LUIS = { id: '2', roles: ['CLIENTE'], customerId: '9' };

const headerOf = (name: string, actor: typeof ANA | typeof LUIS) =>
  writeSignIns({ [rootFieldKey(name)]: actor });

test('below a field that signed somebody in the client is that user, from the same address', () => {
  const signIns = createSignIns();
  signIns.note(headerOf('iniciarSesion', ANA));

  expect(signIns.clientBelow('iniciarSesion', SENDER)).toEqual({
    actor: ANA,
    clientAddress: '10.0.0.1',
    identity: JSON.stringify(ANA),
  });
});

test('beside it, and before anybody signed in, it is the sender', () => {
  const signIns = createSignIns();
  expect(signIns.clientBelow('iniciarSesion', SENDER)).toBe(SENDER);
  signIns.note(headerOf('iniciarSesion', ANA));

  for (const name of [undefined, 'crearVendedor', 'constructor', rootFieldKey('iniciarSesion')]) {
    expect(signIns.clientBelow(name, SENDER)).toBe(SENDER);
  }
});

test('several sign-ins of one operation are kept apart, whatever their names are', () => {
  const signIns = createSignIns();
  const long = 'a'.repeat(100_000);
  signIns.note(headerOf(long, ANA));
  signIns.note(headerOf(`${long}b`, LUIS));

  expect(signIns.clientBelow(long, SENDER).actor).toEqual(ANA);
  expect(signIns.clientBelow(`${long}b`, SENDER).actor).toEqual(LUIS);
  expect(headerOf(long, ANA).length).toBeLessThan(300);
});

test.each(['', 'x', Buffer.from('{"a":1}').toString('base64url')])(
  'a header that usuarios did not write (%j) signs nobody in',
  (header) => expect(() => createSignIns().note(header)).toThrow(),
);
