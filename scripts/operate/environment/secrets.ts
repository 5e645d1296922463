import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { edgeSecrets, MIN_SECRET_CHARACTERS } from '../../../common/process/config/environment.ts';
import { allSecretVariables, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { migrationsUser } from '../databases/database-accounts.ts';
import { isSystemError, OperatorError, reasonOf } from './operator-error.ts';
import type { Settings } from './settings.ts';

const fileShape = z.object({
  /** Of the embedded database's administrator. */
  databaseRoot: z.string(),
  /** Of the users of each subgraph in the embedded database: its own, and its migrations'. */
  databaseUsers: z.record(z.string(), z.string()),
  /** Secrets of the edges, and of single services, by variable name. */
  edges: z.record(z.string(), z.string()),
});

export interface Secrets {
  databaseRoot: string;
  databaseUsers: Readonly<Record<SubgraphName, string>>;
  /** Of the users as whom migrations run. */
  databaseMigrators: Readonly<Record<SubgraphName, string>>;
  edges: Readonly<Record<string, string>>;
}

/** A new random secret: 256 bits, safe in URLs and in SQL strings. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The passwords and edge secrets of this installation. They are made once and kept in
 * `DATA_DIR/secrets.json`, readable by its owner only; the environment's edge secrets win over the
 * kept ones, and in production only the environment's count.
 * @throws OperatorError when production lacks a secret or the file cannot be read or written.
 */
export function loadSecrets(settings: Settings): Secrets {
  const edgeNames = allSecretVariables();
  const given = edgeNames.filter((name) => settings.variables[name] !== undefined);
  if (settings.isProduction) requireProductionSecrets(settings, edgeNames);

  const file = join(settings.dataDirectory, 'secrets.json');
  const kept = readSecretsFile(file);
  const keptEdges = settings.isProduction ? [] : edgeNames.filter((name) => !given.includes(name));
  const users = [...SUBGRAPH_NAMES, ...SUBGRAPH_NAMES.map(migrationsUser)];
  const complete = {
    databaseRoot: kept?.databaseRoot ?? newSecret(),
    databaseUsers: { ...kept?.databaseUsers, ...fillMissing(users, kept?.databaseUsers) },
    edges: { ...kept?.edges, ...fillMissing(keptEdges, kept?.edges) },
  };
  if (JSON.stringify(complete) !== JSON.stringify(kept)) writeSecretsFile(file, complete);

  const fromEnvironment = given.map((name) => [name, settings.variables[name] ?? '']);
  return {
    databaseRoot: complete.databaseRoot,
    databaseUsers: passwordsBy((name) => complete.databaseUsers[name]),
    databaseMigrators: passwordsBy((name) => complete.databaseUsers[migrationsUser(name)]),
    edges: { ...complete.edges, ...Object.fromEntries(fromEnvironment) },
  };
}

function passwordsBy(
  passwordOf: (name: SubgraphName) => string | undefined,
): Record<SubgraphName, string> {
  const passwords = SUBGRAPH_NAMES.map((name) => [name, passwordOf(name) ?? '']);
  return Object.fromEntries(passwords) as Record<SubgraphName, string>;
}

function requireProductionSecrets(settings: Settings, names: readonly string[]): void {
  const missing = names.filter((name) => {
    return !edgeSecrets.safeParse(settings.variables[name]).success;
  });
  if (missing.length > 0) {
    throw new OperatorError(
      `Production needs secrets of at least ${MIN_SECRET_CHARACTERS} characters: set ` +
        `${missing.join(', ')}.`,
    );
  }
}

function fillMissing(names: readonly string[], kept: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(names.map((name) => [name, kept[name] ?? newSecret()]));
}

function readSecretsFile(file: string): z.infer<typeof fileShape> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw new OperatorError(`Cannot read ${file}: ${reasonOf(error)}.`);
  }
  const parsed = fileShape.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new OperatorError(
      `${file} is damaged: delete it, and the next start makes new secrets for the same data.`,
    );
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeSecretsFile(file: string, content: z.infer<typeof fileShape>): void {
  // Written aside and renamed: a crash or a full disk leaves the old file whole.
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    const handle = openSync(temporary, 'w', 0o600);
    writeFileSync(handle, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(temporary, file);
  } catch (error) {
    throw new OperatorError(
      `Cannot write ${file} (${reasonOf(error)}): free some space or set DATA_DIR to a folder ` +
        'that you may write to.',
    );
  }
}
