// Goal: a client cannot choose its address, however it writes the header. Method: the reader alone;
// spoofed beginnings, proxies in a row, entries that are no addresses, each form of an address.
import { expect, test } from '@jest/globals';
import { createAddressReader } from './client-address.ts';

const from = (peerAddress: string, forwarded?: string | string[]) => ({
  peerAddress,
  headers: { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded as string }) },
});

/** The proxy, and the network of those before it. */
const behind = createAddressReader({ trustedProxies: ['10.0.0.1', '192.168.0.0/16', 'fd00::/8'] });
const alone = createAddressReader({ trustedProxies: [] });

test('without a proxy of ours the header is ignored', () => {
  expect(alone(from('10.0.0.9', '1.2.3.4'))).toBe('10.0.0.9');
});

test('who reaches the port past the proxies is not believed', () => {
  expect(behind(from('6.6.6.6', '1.2.3.4'))).toBe('6.6.6.6');
  expect(behind(from('::1', '1.2.3.4'))).toBe('0:0:0:0::/64');
});

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['6.6.6.6, 1.2.3.4, 192.168.7.7', '1.2.3.4'],
  ['6.6.6.6,1.2.3.4 ,fd00::7,192.168.7.7', '1.2.3.4'],
  ['10.0.0.1, 192.168.7.7', '10.0.0.1'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['1.2.3.4, ::ffff:192.168.7.7', '1.2.3.4'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
])('behind proxies %j is read from the right, past ours: %s', (forwarded, address) => {
  expect(behind(from('10.0.0.1', forwarded))).toBe(address);
  expect(behind(from('::ffff:10.0.0.1', forwarded.split(',')))).toBe(address);
});

test.each(['', ' , ', 'unknown', 'ñ', '1'.repeat(46), '1.2.3.4:80', '0x7f.1', '1.2.3', '_hidden'])(
  'what is no address (%j) is nobody: the last proxy that wrote one counts',
  (entry) => {
    expect(behind(from('10.0.0.1', entry))).toBe('10.0.0.1');
    expect(behind(from('10.0.0.1', `1.2.3.4, ${entry}, 192.168.7.7`))).toBe('192.168.7.7');
  },
);

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::FFFF:0a01:0203', '10.1.2.3'],
  ['2001:DB8:1:2::%eth0', '2001:db8:1:2::/64'],
  ['', ''],
])('%j counts as %j', (address, expected) => {
  expect(alone(from(address))).toBe(expected);
});

test.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])(
  '%s from whoever is no proxy of ours is told, and from a proxy it is not',
  (name) => {
    const told: string[] = [];
    const onUnbelieved = (peerAddress: string) => void told.push(peerAddress);
    const headers = { [name]: '1.2.3.4' };
    for (const trustedProxies of [[], ['10.0.0.1']]) {
      const read = createAddressReader({ trustedProxies, onUnbelieved });
      read({ peerAddress: '10.0.0.1', headers });
      read({ peerAddress: '6.6.6.6', headers });
      read({ peerAddress: '6.6.6.6', headers: {} });
    }
    expect(told).toEqual(['10.0.0.1', '6.6.6.6', '6.6.6.6']);
  },
);
