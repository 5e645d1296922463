import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { readText } from '../../../common/values/text.ts';
import { findOpenSessions } from '../cash-sessions/session-store.ts';
import { lockingEditAt } from '../edit.ts';
import type { ActualizarCajaInput, CrearCajaInput } from '../generated/schema-types.ts';
import {
  findAllTills,
  findSeries,
  findTills,
  insertTill,
  lockTill,
  type TillRow,
  updateTill,
} from './till-store.ts';

const setUpEdit = lockingEditAt('setup');

/** The till after an edit, or why there was none. */
export interface TillEdit {
  till: TillRow | null;
  userErrors: UserError[];
}

const CODE = /^[A-Z0-9-]{1,20}$/;
const SERIES = { seriesBoleta: /^B[0-9A-Z]{3}$/, seriesFactura: /^F[0-9A-Z]{3}$/ };
const NAME = { maxCharacters: 100 };

/** Adds a till and gives its notes the next free series. */
export async function createTill(deps: LockingEditDeps, input: CrearCajaInput): Promise<TillEdit> {
  const { code, seriesBoleta, seriesFactura } = input;
  const name = readText(input.name, NAME);
  const userErrors = [...formErrors(input), ...textErrors(name, ['name'])];
  if (userErrors.length > 0) return { till: null, userErrors };
  return setUpEdit(deps, async (sql, audit) => {
    const tills = await sql.query(findAllTills());
    if (tills.some((other) => other.code === code)) {
      return { till: null, userErrors: [userError('DUPLICATE_CODE', ['code'])] };
    }
    const taken = await findSeries(sql);
    const duplicates = (['seriesBoleta', 'seriesFactura'] as const).filter((field) =>
      taken.has(input[field]),
    );
    if (duplicates.length > 0) {
      const errors = duplicates.map((field) => userError('DUPLICATE_SERIES', [field]));
      return { till: null, userErrors: errors };
    }
    for (const series of [seriesBoleta, seriesFactura]) taken.add(series);
    const notes = {
      seriesNotaBoleta: freeSeries('BC', taken),
      seriesNotaFactura: freeSeries('FC', taken),
    };
    const columns = { code, name: name.text, seriesBoleta, seriesFactura, ...notes };
    const till = await insertTill(sql, columns);
    const detail = `${seriesBoleta} ${seriesFactura}`;
    audit({ kind: 'TILL_CREATED', subject: auditSubject(till), detail });
    return { till, userErrors };
  });
}

function formErrors(input: CrearCajaInput): UserError[] {
  const errors: UserError[] = [];
  if (!CODE.test(input.code)) {
    const detail = 'Lleva de 1 a 20 letras mayúsculas, dígitos o guiones.';
    errors.push(userError('INVALID_INPUT', ['code'], detail));
  }
  for (const field of ['seriesBoleta', 'seriesFactura'] as const) {
    if (SERIES[field].test(input[field])) continue;
    const letter = field === 'seriesBoleta' ? 'B' : 'F';
    const detail = `Es ${letter} y tres letras mayúsculas o dígitos.`;
    errors.push(userError('INVALID_INPUT', [field], detail));
  }
  return errors;
}

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The first free series of notes: BC01 to BC99, then with letters. */
function freeSeries(prefix: 'BC' | 'FC', taken: ReadonlySet<string>): string {
  const signs = [...DIGITS, ...LETTERS];
  const endings = signs.flatMap((first) => signs.map((second) => first + second));
  const numbersFirst = [
    ...endings.filter((ending) => /^\d\d$/.test(ending) && ending !== '00'),
    ...endings.filter((ending) => !/^\d\d$/.test(ending)),
  ];
  const free = numbersFirst.find((ending) => !taken.has(prefix + ending));
  if (free === undefined) throw new Error(`No series ${prefix}.. is free`);
  return prefix + free;
}

/** Changes what is given of a till, if nobody else has changed it in the meantime. */
export async function changeTill(
  deps: LockingEditDeps,
  { id, version, name, active }: ActualizarCajaInput,
): Promise<TillEdit> {
  const newName = typeof name === 'string' ? readText(name, NAME) : null;
  const userErrors = newName === null ? [] : textErrors(newName, ['name']);
  if (userErrors.length > 0) return { till: null, userErrors };
  const changes = {
    ...(newName !== null && { name: newName.text }),
    ...(typeof active === 'boolean' && { active }),
  };
  const rowId = parseRowId<'Till'>(id);
  return setUpEdit(deps, async (sql, audit) => {
    const current = rowId === null ? null : await lockTill(sql, rowId);
    if (!current) return { till: null, userErrors: [userError('TILL_NOT_FOUND', ['id'])] };
    const refused = (error: UserError) => ({ till: current, userErrors: [error] });
    if (current.version !== version) return refused(userError('STALE', ['version']));
    const isClosing = changes.active === false && current.active;
    if (isClosing && (await sql.query(findOpenSessions([current.id]))).length > 0) {
      return refused(userError('CASH_SESSION_OPEN', ['active']));
    }
    const detail = describeEdit<TillRow>(current, changes, ['active']);
    if (detail === null) return { till: current, userErrors };
    await updateTill(sql, { ...current, ...changes });
    audit({ kind: 'TILL_CHANGED', subject: auditSubject(current), detail });
    const [till] = await sql.query(findTills([current.id]));
    return { till: till ?? null, userErrors };
  });
}

function auditSubject({ id, code }: Pick<TillRow, 'id' | 'code'>): string {
  return `Till ${id} ${code}`;
}
