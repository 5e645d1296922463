import { expect, test } from '@jest/globals';
import { clientAddress } from './client-address.ts';

const from = (peerAddress: string, forwarded?: string) => ({
  peerAddress,
  headers: { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) },
});

test('a client cannot choose its address: without a proxy the header is ignored', () => {
  expect(clientAddress(from('10.0.0.9', '1.2.3.4'), 0)).toBe('10.0.0.9');
});

test('behind one proxy the last entry counts, whatever the client wrote before it', () => {
  expect(clientAddress(from('10.0.0.1', '6.6.6.6, 1.2.3.4'), 1)).toBe('1.2.3.4');
  expect(clientAddress(from('10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2'), 2)).toBe('1.2.3.4');
});

test('without the header that a proxy should have written, the peer counts', () => {
  expect(clientAddress(from('10.0.0.1'), 1)).toBe('10.0.0.1');
  expect(clientAddress(from('10.0.0.1', ' , '), 1)).toBe('10.0.0.1');
});

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::FFFF:0a01:0203', '10.1.2.3'],
  ['2001:DB8:1:2::%eth0', '2001:db8:1:2::/64'],
  ['0x7f.1', '0x7f.1'],
  ['unknown', 'unknown'],
])('%s counts as %s', (address, expected) => {
  expect(clientAddress(from(address), 0)).toBe(expected);
});
