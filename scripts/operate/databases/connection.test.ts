import { expect, test } from '@jest/globals';
import { freePort } from '../../stack/throwaway/free-port.ts';
import { createEmptyDatabase } from '../../stack/throwaway/throwaway-database.ts';
import { connect, parseDatabaseUrl } from './connection.ts';

const LABEL = 'VENTAS_DATABASE_URL';

test('a database URL is taken apart, escapes included', () => {
  expect(parseDatabaseUrl(LABEL, 'mysql://us%40er:p%3Aw@[::1]:3310/my%20db?x=1')).toEqual({
    label: LABEL,
    host: '::1',
    port: 3310,
    user: 'us@er',
    password: 'p:w',
    database: 'my db',
  });
});

test.each([
  'nonsense',
  'postgres://u:p@h/d',
  'mysql://u:p@h',
  'mysql://u:p@h/',
  'mysql://h/d',
  'mysql://u:%zz@h/d',
  'mysql://u:p@h:99999/d',
])('%s is refused by the name of its variable, without showing a password', (url) => {
  expect(() => parseDatabaseUrl(LABEL, url)).toThrow(
    `${LABEL} is not a database URL: write it as mysql://user:password@host:3306/database.`,
  );
});

test('a wrong password, a missing database, a dead port and an unknown host differ', async () => {
  const database = await createEmptyDatabase('connection');
  const target = parseDatabaseUrl(LABEL, database.url);
  const port = await freePort();
  try {
    await expect(connect({ ...target, password: 'wrong' })).rejects.toThrow(
      `The database at ${target.host}:${target.port} refuses the user "${target.user}" (${LABEL})`,
    );
    await expect(connect({ ...target, database: 'other' })).rejects.toThrow(
      `The database "other" does not exist at ${target.host}:${target.port}`,
    );
    await expect(connect({ ...target, port })).rejects.toThrow(
      `No database answers at 127.0.0.1:${port} (${LABEL}, ECONNREFUSED)`,
    );
    await expect(connect({ ...target, host: 'nowhere.invalid' })).rejects.toThrow(
      `${LABEL} names the host "nowhere.invalid", which does not exist`,
    );
  } finally {
    await database.drop();
  }
});
