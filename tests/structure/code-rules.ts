import type { Rule } from '../../scripts/contract/schema-check/rule.ts';
import { isCode, isTest, matchingLines } from './source-files.ts';

// The patterns are written so that they do not match themselves.

const MAY_READ_ENVIRONMENT = /^(scripts|tests|bench|deploy)\/|(^|\/)config\.ts$|\.test\.ts$/;

/** The environment is read in one place per process, where it is also checked. */
export const environmentInConfigOnly: Rule = (files) =>
  files
    .filter(isCode)
    .filter(({ path }) => !MAY_READ_ENVIRONMENT.test(path))
    .flatMap((file) =>
      matchingLines(file, /\bprocess\.env\b/, 'reads the environment: do it in config.ts'),
    );

const BLANK = String.raw`(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*`;
const EMPTY_CATCH = new RegExp(String.raw`\bcatch${BLANK}(?:\([^)]*\))?${BLANK}\{${BLANK}\}`);
const EMPTY_HANDLER = /\.catch\(\s*(?:async\s*)?\(?\w*\)?\s*=>\s*(?:\{\s*\}|undefined|null)/;
const COMMENT = /^\s*(?:\/\/|\*)/;

/**
 * An error that is caught is translated or given context, never swallowed. A promise whose failure
 * means nothing, such as an aborted pause, says so in a comment right above.
 */
export const noEmptyCatch: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !isTest(file))
    .filter(({ text }) => EMPTY_CATCH.test(text) || text.split('\n').some(isUnexplainedHandler))
    .map(({ path }) => `${path} swallows an error: translate it, add context or let it pass`);

function isUnexplainedHandler(line: string, index: number, lines: readonly string[]): boolean {
  return EMPTY_HANDLER.test(line) && !COMMENT.test(lines[index - 1] ?? '');
}

/** Committed work is finished. */
export const nothingLeftToDo: Rule = (files) =>
  files.flatMap((file) =>
    matchingLines(file, /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/, 'leaves work open: finish it'),
  );

/** The one place that may skip a test, saying why. */
const SKIPPING_HELPER = 'tests/support/skip-with-message.ts';
const SKIPPED =
  /\b(?:test|it|describe)(?:\.\w+)*\.(?:skip|only|failing|todo)\b|\b(?:xit|xtest|fit|fdescribe)\(/;

/** Every test runs. */
export const noSkippedTests: Rule = (files) =>
  files
    .filter((file) => isTest(file) && isCode(file) && file.path !== SKIPPING_HELPER)
    .flatMap((file) =>
      matchingLines(file, SKIPPED, 'skips tests: run them, or use skipWithMessage'),
    );

const MAY_HOLD_SQL =
  /^(common\/subgraph\/database|prisma|scripts|tests|bench)\/|-store\.ts$|\.test\.ts$/;
const SQL = new RegExp(
  String.raw`['"\`]\s*(?:SELECT\s+(?!1['"\`])\S|(?:INSERT|REPLACE)\s+INTO|UPDATE\s|DELETE\s+FROM)` +
    String.raw`|\bselect(?:All|Fields)?\(`,
);

/** All SQL of a noun stands in its store; `SELECT 1` only asks whether the database is there. */
export const sqlInStoresOnly: Rule = (files) =>
  files
    .filter(isCode)
    .filter(({ path, text }) => !MAY_HOLD_SQL.test(path) && SQL.test(text))
    .map(({ path }) => `${path} holds SQL: move it to the store of its noun (*-store.ts)`);

const OPENS_TRANSACTION = /\.\$?transaction\(/;
const TELLS = /\b(?:recordEvent|insertAuditEvents|createAuditEvents|run(?:Locking)?Edit|edit)\(/;
/** Its statements are the audit log's. */
const AUDIT_STORE = /(?:^|\/)audit-store\.ts$/;

/** A store is statements: the use case opens the transaction and tells the audit log. */
export const storesHoldSqlOnly: Rule = (files) =>
  files
    .filter(({ path }) => /^subgraphs\/.*-store\.ts$/.test(path) && !AUDIT_STORE.test(path))
    .flatMap((file) => [
      ...matchingLines(file, OPENS_TRANSACTION, 'opens a transaction: that is for its use case'),
      ...matchingLines(file, TELLS, 'tells the audit log: that is for its use case'),
    ]);

/** The kit has its own door to the audit log; a refused request writes nothing else. */
const MAY_INSERT_AUDIT = /^common\/subgraph\/|^subgraphs\/[^/]+\/main\.ts$|\.test\.ts$/;
const INSERTS_AUDIT = /\b(?:insertAuditEvents|createAuditEvents)\(/;

/** An edit tells the audit log by the kit, in the transaction that writes. */
export const editsTellByTheKit: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !MAY_INSERT_AUDIT.test(file.path))
    .flatMap((file) =>
      matchingLines(file, INSERTS_AUDIT, 'writes audit entries by itself: use the kit for edits'),
    );

const THROWN_REFUSAL = /\brefusal\(\s*'([A-Z_]+)'/g;
/** Only services see it: the router makes it an alarm. */
const BETWEEN_SERVICES = 'SERVICE_TOKEN_INVALID';

/** A refusal that a subgraph throws is marked as public, or the router would hide it. */
export function thrownRefusalsArePublic(isPublic: (code: string) => boolean): Rule {
  return (files) =>
    files
      .filter((file) => /^(?:subgraphs|common\/subgraph)\//.test(file.path) && !isTest(file))
      .flatMap(({ path, text }) =>
        [...text.matchAll(THROWN_REFUSAL)]
          .map(([, code = '']) => code)
          .filter((code) => code !== BETWEEN_SERVICES && !isPublic(code))
          .map(
            (code) => `${path} throws ${code}: mark it isPublic in refusals.ts, or throw another`,
          ),
      );
}

const STAND_IN = /\bparse(?:RowId|Soles)(?:<[^>]*>)?\(.*\)\s*\?\?\s*(?:-?\d|Number\b)/;

/** An unreadable value is an outcome, never a number that hopefully means nothing. */
export const noNumberForUnreadable: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap((file) => matchingLines(file, STAND_IN, 'takes a number for what cannot be read'));

/** Tests may say what the defaults are, and `npm run deployment` writes the base from the table. */
const MAY_NAME_PORTS = /^(?:tests|common\/topology|deploy\/kubernetes\/base)\/|\.test\.ts$/;

/** A default port stands in the table of services only; the others derive from it. */
export function portsInTableOnly(ports: readonly number[]): Rule {
  const anyPort = new RegExp(`(?<![\\w.])(?:${ports.join('|')})(?![\\w.])`);
  return (files) =>
    files
      .filter((file) => /\.(?:m?[jt]s|ya?ml|sh|template)$|^Dockerfile$/.test(file.path))
      .filter(({ path }) => !MAY_NAME_PORTS.test(path))
      .flatMap((file) =>
        matchingLines(file, anyPort, 'names a default port: derive it from the table of services'),
      );
}
