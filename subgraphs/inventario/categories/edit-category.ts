import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { EditDeps, LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseGivenId, parseRowId } from '../../../common/values/ids.ts';
import { readText, type TextReading } from '../../../common/values/text.ts';
import { raiseCatalog } from '../catalog/catalog-store.ts';
import { edit, lockingEdit } from '../edit.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { ActualizarCategoriaInput, CrearCategoriaInput } from '../generated/schema-types.ts';
import {
  findCategory,
  findCategoryIds,
  findParents,
  insertCategory,
  lockCategory,
  updateCategory,
} from './category-store.ts';
import type { CategoryRow } from './category-tree.ts';

const TEXT = { maxCharacters: 120 };
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The category after an edit, or why it was not edited. */
export interface CategoryEdit {
  category: CategoryRow | null;
  userErrors: UserError[];
}

/** Adds a category. */
export async function createCategory(
  deps: EditDeps<PrismaClient>,
  input: CrearCategoriaInput,
): Promise<CategoryEdit> {
  const name = readText(input.name, TEXT);
  const slug = readText(input.slug ?? slugOf(name.text), TEXT);
  const parentId = input.parentId ?? null;
  const parentRowId = parseGivenId<'Category'>(parentId) ?? 'unknown';
  const parent = parentRowId === 'unknown' ? null : await findCategory(deps.prisma, parentRowId);
  const userErrors = [
    ...textErrors(name, ['name']),
    ...slugErrors(slug),
    ...(parentId !== null && !parent ? [userError('CATEGORY_NOT_FOUND', ['parentId'])] : []),
  ];
  if (userErrors.length > 0) return { category: null, userErrors };
  const data = { name: name.text, slug: slug.text, parentId: parent?.id ?? null };
  return edit(deps, async (sql, audit, last) => {
    const category = await insertCategory(sql, data);
    if (category === null) return { category, userErrors: [userError('DUPLICATE_SLUG', ['slug'])] };
    audit({ kind: 'CATEGORY_CREATED', subject: auditSubject(category), detail: null });
    last(raiseCatalog([]));
    return { category, userErrors };
  });
}

/** The columns that an edit may write. */
type CategoryChanges = Partial<Pick<CategoryRow, 'name' | 'slug' | 'parentId'>>;

/**
 * Changes what is given of a category, if nobody else has changed it in the meantime. No product
 * moves among the changes of the catalog: it names its category, which clients read by itself.
 */
export async function changeCategory(
  deps: LockingEditDeps,
  input: ActualizarCategoriaInput,
): Promise<CategoryEdit> {
  const { changes, userErrors } = readChanges(input);
  if (userErrors.length > 0) return { category: null, userErrors };
  const id = parseRowId<'Category'>(input.id);
  try {
    return await lockingEdit(deps, async (sql, audit) => {
      const category = id === null ? null : await lockCategory(sql, id);
      if (!category) return refused(userError('CATEGORY_NOT_FOUND', ['id']));
      if (category.version !== input.version) {
        return { category, userErrors: [userError('STALE', ['version'])] };
      }
      const errors = await judgeBesideOthers(sql, category, changes);
      if (errors.length > 0) return refused(...errors);
      const detail = describeEdit<CategoryRow>(category, changes, ['name', 'slug', 'parentId']);
      if (detail === null) return { category, userErrors };
      audit({ kind: 'CATEGORY_CHANGED', subject: auditSubject(category), detail });
      return { category: await writeCategory(sql, { ...category, ...changes }), userErrors };
    });
  } catch (error) {
    if (error !== CIRCLE) throw error;
    return refused(userError('INVALID_INPUT', ['parentId'], 'Quedaría dentro de sí misma.'));
  }
}

function readChanges({ name, slug, parentId }: ActualizarCategoriaInput): {
  changes: CategoryChanges;
  userErrors: UserError[];
} {
  const newName = typeof name === 'string' ? readText(name, TEXT) : null;
  const newSlug = typeof slug === 'string' ? readText(slug, TEXT) : null;
  const parentRowId = parseGivenId<'Category'>(parentId);
  const changes = {
    ...(newName && { name: newName.text }),
    ...(newSlug && { slug: newSlug.text }),
    ...(parentId !== undefined && parentRowId !== 'unknown' && { parentId: parentRowId }),
  };
  const userErrors = [
    ...(newName ? textErrors(newName, ['name']) : []),
    ...(newSlug ? slugErrors(newSlug) : []),
    ...(parentRowId === 'unknown' ? [userError('CATEGORY_NOT_FOUND', ['parentId'])] : []),
  ];
  return { changes, userErrors };
}

async function judgeBesideOthers(
  sql: Sql,
  { id }: CategoryRow,
  { slug, parentId = null }: CategoryChanges,
): Promise<UserError[]> {
  const owner = slug === undefined ? undefined : (await findCategoryIds(sql, [slug])).get(slug);
  const isParentKnown = parentId === null || (await findParents(sql)).has(parentId);
  return [
    ...(owner !== undefined && owner !== id ? [userError('DUPLICATE_SLUG', ['slug'])] : []),
    ...(isParentKnown ? [] : [userError('CATEGORY_NOT_FOUND', ['parentId'])]),
  ];
}

/** Thrown to undo an edit that would put a category below itself. */
const CIRCLE = new Error('A category would stand below itself');

/** @throws CIRCLE */
async function writeCategory(sql: Sql, category: CategoryRow): Promise<CategoryRow> {
  await updateCategory(sql, category);
  await sql.script(raiseCatalog([]));
  // Behind the lock of the catalog's version, where every edit of another category has committed or
  // comes after this one: of two that make a circle together, the second sees the first.
  const parents = await findParents(sql);
  let above = category.parentId;
  while (above !== null && above !== category.id) above = parents.get(above) ?? null;
  if (above !== null) throw CIRCLE;
  return { ...category, version: category.version + 1 };
}

const refused = (...userErrors: UserError[]): CategoryEdit => ({ category: null, userErrors });

function auditSubject({ id, slug }: CategoryRow): string {
  return `Category ${id} ${slug}`;
}

function slugErrors({ problem, text }: TextReading): UserError[] {
  if (problem === null && SLUG.test(text)) return [];
  return [userError('INVALID_INPUT', ['slug'], 'Lleva minúsculas, dígitos y guiones.')];
}

/** "Línea Blanca" → "linea-blanca". */
function slugOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
