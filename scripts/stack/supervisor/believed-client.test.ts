// Goal: what `npm start` tells the router about proxies names `web` and adds to what the operator
// named. Method: the variables are compared, for each form of HOST.
import { expect, test } from '@jest/globals';
import { forwardingVariables } from './believed-client.ts';

const onLinux = process.platform === 'linux';
const OWN = onLinux ? '127.87.69.66' : '127.0.0.1,::1';

test.each(['127.0.0.1', '0.0.0.0', '::'])('on %s web is believed alone', (host) => {
  const { TRUSTED_PROXIES, GATEWAY_SOURCE_ADDRESS } = forwardingVariables({}, host);
  expect(TRUSTED_PROXIES).toBe(OWN);
  expect(GATEWAY_SOURCE_ADDRESS).toBe(onLinux ? OWN : undefined);
});

test.each([
  ['::1', '127.0.0.1,::1'],
  ['localhost', '127.0.0.1,::1'],
  ['fd00::1', '127.0.0.1,::1,fd00::1'],
])('on %s web has no address of its own, and this machine is believed', (host, believed) => {
  expect(forwardingVariables({}, host)).toEqual({ TRUSTED_PROXIES: believed });
});

test('what the operator says of proxies and addresses still counts', () => {
  expect(forwardingVariables({ TRUSTED_PROXIES: '10.0.0.1' }, '0.0.0.0').TRUSTED_PROXIES).toBe(
    `10.0.0.1,${OWN}`,
  );
  expect(forwardingVariables({ GATEWAY_SOURCE_ADDRESS: '127.0.0.7' }, '0.0.0.0')).toEqual({
    TRUSTED_PROXIES: '127.0.0.7',
    GATEWAY_SOURCE_ADDRESS: '127.0.0.7',
  });
});

test.each(['API_GATEWAY_URL', 'ROUTER_URL'])('with %s the router here believes nobody', (name) => {
  expect(forwardingVariables({ [name]: 'https://api.shop.test/graphql' }, '0.0.0.0')).toEqual({});
});
