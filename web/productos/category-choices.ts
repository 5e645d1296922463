/** A category as the screens choose it. */
export interface CategoryNode {
  id: string;
  name: string;
  slug: string;
  version: number;
  parent: { id: string; name: string } | null;
}

/** Categories as choices of a field, each under the one above it: "Audio › Parlantes". */
export function categoryChoices(
  categories: readonly CategoryNode[],
): readonly { value: string; label: string }[] {
  return categories
    .map(({ id, name, parent }) => ({
      value: id,
      label: parent === null ? name : `${parent.name} › ${name}`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'es'));
}
