import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import type { EditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseGivenId } from '../../../common/values/ids.ts';
import { readText } from '../../../common/values/text.ts';
import { edit } from '../edit.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { CrearCategoriaInput } from '../generated/schema-types.ts';
import { findCategory, insertCategory } from './category-store.ts';
import type { CategoryRow } from './category-tree.ts';

const TEXT = { maxCharacters: 120 };
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The category that was added, or why it was not. */
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
    ...(slug.problem === null && SLUG.test(slug.text)
      ? []
      : [userError('INVALID_INPUT', ['slug'], 'Lleva minúsculas, dígitos y guiones.')]),
    ...(parentId !== null && !parent ? [userError('CATEGORY_NOT_FOUND', ['parentId'])] : []),
  ];
  if (userErrors.length > 0) return { category: null, userErrors };
  const data = { name: name.text, slug: slug.text, parentId: parent?.id ?? null };
  return edit(deps, async (sql, audit) => {
    const category = await insertCategory(sql, data);
    if (category === null) return { category, userErrors: [userError('DUPLICATE_SLUG', ['slug'])] };
    const subject = `Category ${category.id} ${category.slug}`;
    audit({ kind: 'CATEGORY_CREATED', subject, detail: null });
    return { category, userErrors };
  });
}

/** "Línea Blanca" → "linea-blanca". */
function slugOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
