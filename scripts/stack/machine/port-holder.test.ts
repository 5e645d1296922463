import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { requireFreePort } from './port-holder.ts';

test('a port in use is reported with its number, its holder and the variable to change', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  try {
    const expected =
      process.platform === 'linux'
        ? new RegExp(
            `^Port ${port} is in use by \\S+ \\(process ${process.pid}\\): end that program or set X_PORT`,
          )
        : new RegExp(`^Port ${port} is in use.*set X_PORT`);
    await expect(requireFreePort('X_PORT', port, '127.0.0.1')).rejects.toThrow(expected);
  } finally {
    server.close();
  }
});

test('an address that this machine does not have points at HOST', async () => {
  await expect(requireFreePort('X_PORT', 20_001, '192.0.2.1')).rejects.toThrow(/correct HOST/);
});
