import { z } from 'zod';
import type { SUBGRAPH_VARIABLES } from '../../topology/general-variables.ts';
import { DATABASE_URL_FORM, parseDatabaseAddress } from './database-url.ts';

/**
 * Exit code of a process whose configuration is wrong: restarting it would not help (EX_CONFIG).
 */
export const EXIT_BAD_CONFIGURATION = 78;

/**
 * A TCP port.
 * @param least 0 where the system may choose one, else 1
 */
export function port(defaultPort: number, least = 0) {
  const error = `must be a port from ${least} to 65535`;
  return z.coerce
    .number({ error })
    .int(error)
    .min(least, error)
    .max(65_535, error)
    .default(defaultPort);
}

/** An http(s) address of another service's GraphQL endpoint. */
export const serviceUrl = z.url({ protocol: /^https?$/, message: 'must be an http address' });

/** The address of a database. */
export const databaseUrl = z
  .string()
  .refine((url) => parseDatabaseAddress(url) !== null, `must look like ${DATABASE_URL_FORM}`);

export const MIN_SECRET_CHARACTERS = 32;

/** One secret per edge; two separated by a comma while rotating: the first signs, all verify. */
export const edgeSecrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine(
    (secrets) => secrets.every((secret) => secret.length >= MIN_SECRET_CHARACTERS),
    `needs at least ${MIN_SECRET_CHARACTERS} characters`,
  );

/** The variables that every process reads. */
export const commonVariables = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
};

/** The variables of every subgraph. */
export const subgraphVariables = {
  COMPILED_QUERIES: z
    .enum(['on', 'off'])
    .default('on')
    .transform((text) => text === 'on'),
} satisfies Record<(typeof SUBGRAPH_VARIABLES)[number]['name'], z.ZodType>;

/** Thrown when the environment cannot be used; its message is one sentence for the operator. */
export class ConfigurationError extends Error {}

/** The variables that are set: an empty one is not, as in shells and in compose files. */
export function givenVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  const given = Object.entries(environment).flatMap(([name, value]) => {
    const text = value?.trim();
    return text ? [[name, text] as const] : [];
  });
  return Object.fromEntries(given);
}

/**
 * Reads and checks the environment of one process.
 * @throws ConfigurationError naming every variable that is missing or wrong, never its value
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: NodeJS.ProcessEnv,
): z.output<z.ZodObject<Shape>> {
  const given = givenVariables(environment);
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) {
    refuseWeakSecrets(given, Object.keys(shape));
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return given[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`;
  });
  throw new ConfigurationError(`Configuration error: ${problems.join('; ')}.`);
}

/** A secret of random letters and digits has more; `xxxx…` and `secretsecret…` have not. */
const MIN_DIFFERENT_CHARACTERS = 10;

function refuseWeakSecrets(given: NodeJS.ProcessEnv, names: readonly string[]): void {
  if (given['NODE_ENV'] !== 'production') return;
  const secrets = Object.entries(given)
    .filter(([name]) => name.startsWith('SECRET_') && names.includes(name))
    .flatMap(([name, text = '']) => {
      return text.split(',').map((secret) => ({ name, secret: secret.trim() }));
    });
  const nameBySecret = new Map<string, string>();
  const problems = secrets.flatMap(({ name, secret }) => {
    if (isEasyToGuess(secret)) return `${name} is too easy to guess`;
    // Equal secrets would let one edge sign for another.
    const other = nameBySecret.get(secret) ?? name;
    nameBySecret.set(secret, name);
    return other === name ? [] : `${name} is the same as ${other}`;
  });
  if (problems.length > 0)
    throw new ConfigurationError(`Configuration error: ${problems.join('; ')}.`);
}

function isEasyToGuess(secret: string): boolean {
  return new Set(secret).size < MIN_DIFFERENT_CHARACTERS || repeatsItself(secret);
}

/** `0123456789012345678901234…`: from some point on it is what it was before. */
function repeatsItself(secret: string): boolean {
  const periods = Array.from({ length: Math.floor(secret.length / 2) }, (_, index) => index + 1);
  return periods.some((period) => secret.startsWith(secret.slice(period)));
}

const MAX_REASON_CHARACTERS = 200;

/** The first words of a reason, on one line. */
export function reasonOf(reason: unknown): string {
  const text = reason instanceof Error ? reason.message : String(reason);
  return text.replaceAll(/\s+/g, ' ').slice(0, MAX_REASON_CHARACTERS);
}
