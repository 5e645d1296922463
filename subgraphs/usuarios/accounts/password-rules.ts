import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { loadCommonPasswords } from './common-passwords.ts';
import { DEMO_PASSWORD } from './demo-accounts.ts';

const MIN_PASSWORD_CHARACTERS = 8;
/** Also what signing in reads at most: hashing must not cost more than it should. */
export const MAX_PASSWORD_CHARACTERS = 128;

/**
 * Checks a password that somebody wants to have.
 * @param path the part of the input that holds it
 * @param email of the account: its name is what is tried first
 */
export type PasswordCheck = (password: string, path: string, email: string) => UserError[];

/**
 * Loads what the check compares with, once per process.
 * @param refusesDemo takes the password of the demo accounts for one that everybody tries first
 */
export async function loadPasswordCheck(refusesDemo: boolean): Promise<PasswordCheck> {
  const loaded = await loadCommonPasswords();
  const common = refusesDemo ? new Set([...loaded, DEMO_PASSWORD]) : loaded;
  return (password, path, email) => checkPassword(password, { path, email, common });
}

interface Choice {
  path: string;
  email: string;
  common: ReadonlySet<string>;
}

function checkPassword(password: string, { path, email, common }: Choice): UserError[] {
  const weak = (why: string) => [userError('WEAK_PASSWORD', [path], why)];
  const characters = [...password].length;
  if (characters < MIN_PASSWORD_CHARACTERS || characters > MAX_PASSWORD_CHARACTERS) {
    const range = `${MIN_PASSWORD_CHARACTERS} a ${MAX_PASSWORD_CHARACTERS}`;
    return weak(`Lleva de ${range} caracteres.`);
  }
  const lower = password.normalize('NFKC').toLowerCase();
  if ([lower, ...withoutDecoration(lower)].some((word) => common.has(word))) {
    return weak('Es de las que todos prueban primero.');
  }
  if (isSequence(lower)) return weak('Es una secuencia o una repetición.');
  if (lower === email || lower === email.split('@')[0]) return weak('Es su propio correo.');
  return [];
}

/** `password123!` is `password`, `bebé2026` is `bebé`. */
function withoutDecoration(password: string): string[] {
  return [/[\d\W_]+$/, /[^\p{L}]+$/u].map((decoration) => password.replace(decoration, ''));
}

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiopasdfghjklzxcvbnm'];

/** `aaaaaaaa`, `abababab`, `12345678`, `87654321`, `qwertyuiop` … */
function isSequence(password: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/.test(password)) return true;
  return ROWS.some((row) => {
    const backwards = [...row].reverse().join('');
    return [row, backwards].some((run) => (run + run).includes(password));
  });
}
