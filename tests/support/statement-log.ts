// The cost of one request in SQL: the statements of single users, from the server's own log.
import { withConnection } from '../../scripts/operate/databases/connection.ts';
import { serverAdministrator } from '../../scripts/stack/throwaway/throwaway-database.ts';

/**
 * The statements that services send on their own, whether or not anybody asks them for anything.
 */
const BACKGROUND = [
  /\b(?:Fact)?Outbox\b/,
  /^SELECT series FROM DocumentQueue/,
  /decision = 'OPEN'/,
  /status = 'HELD' AND \(createdAt/,
  /^SELECT \* FROM AuditOutbox/,
  // Health, new connections, and the transactions of the background workers.
  /^(SELECT 1|SELECT VERSION\(\)|SET .*|START TRANSACTION|COMMIT|ROLLBACK)$/,
];

/**
 * Runs work and collects the statements that each database user sent meanwhile, without those of
 * background workers.
 * @param urls `mysql://user:…` addresses, by any name
 */
export async function statementsDuring<Name extends string>(
  urls: Readonly<Record<Name, string>>,
  work: () => Promise<unknown>,
): Promise<Record<Name, string[]>> {
  return withConnection(serverAdministrator(), async (admin) => {
    await admin.query("SET GLOBAL log_output = 'TABLE'");
    await admin.query('TRUNCATE mysql.general_log');
    await admin.query('SET GLOBAL general_log = ON');
    try {
      await work();
    } finally {
      await admin.query('SET GLOBAL general_log = OFF');
    }
    const names = Object.keys(urls) as Name[];
    const statements = names.map(async (name) => {
      const rows: { statement: string }[] = await admin.query(
        `SELECT CONVERT(argument USING utf8mb4) AS statement FROM mysql.general_log
          WHERE command_type IN ('Query', 'Execute') AND user_host LIKE ? ORDER BY event_time`,
        [`${new URL(urls[name]).username}[%`],
      );
      const texts = rows.map(({ statement }) => statement.replaceAll(/\s+/g, ' ').trim());
      return [name, texts.filter((text) => !BACKGROUND.some((form) => form.test(text)))] as const;
    });
    return Object.fromEntries(await Promise.all(statements)) as Record<Name, string[]>;
  });
}
