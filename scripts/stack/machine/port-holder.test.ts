import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { requireFreePorts } from './port-holder.ts';

test('a port in use is reported with its number, its holder and the variable to change', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  try {
    const expected =
      process.platform === 'linux'
        ? new RegExp(
            `^Port ${port} is in use by \\S.*node.+ \\(process ${process.pid}\\): end that program or set X_PORT`,
          )
        : new RegExp(`^Port ${port} is in use.*set X_PORT`);
    await expect(requireFreePorts([{ variable: 'X_PORT', port }], '127.0.0.1')).rejects.toThrow(
      expected,
    );
  } finally {
    server.close();
  }
});

test('an address that this machine does not have points at HOST', async () => {
  await expect(
    requireFreePorts([{ variable: 'X_PORT', port: 20_001 }], '192.0.2.1'),
  ).rejects.toThrow(/correct HOST/);
});

test('all ports in use are told at once, each with its command and its variable', async () => {
  const servers = ['A_PORT', 'B_PORT'].map((variable) => {
    return { variable, server: createServer().listen(0, '127.0.0.1') };
  });
  try {
    await Promise.all(servers.map(({ server }) => once(server, 'listening')));
    const ports = servers.map(({ variable, server }) => {
      return { variable, port: (server.address() as AddressInfo).port };
    });
    const refusal = requireFreePorts([...ports, { variable: 'C_PORT', port: 0 }], '127.0.0.1');
    const [a, b] = ports;
    await expect(refusal).rejects.toThrow(
      new RegExp(
        `A_PORT: Port ${a!.port} is in use.*\n {2}B_PORT: Port ${b!.port} is in use[^\n]*$`,
      ),
    );
  } finally {
    for (const { server } of servers) server.close();
  }
});
