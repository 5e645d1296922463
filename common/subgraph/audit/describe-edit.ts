/**
 * Tells what an edit changed, for the audit log: the columns by name alone, because what they hold
 * may be personal; those of `shown` with what they held before and after.
 * @param changes the columns that the edit writes; those that stay as they were are left out
 * @returns null when nothing changed
 */
export function describeEdit<Row extends object>(
  before: Row,
  changes: Partial<Row>,
  shown: readonly (keyof Row)[] = [],
): string | null {
  const names = Object.keys(changes) as (keyof Row & string)[];
  const changed = names.filter((name) => before[name] !== changes[name]);
  if (changed.length === 0) return null;
  const describe = (name: keyof Row & string) =>
    shown.includes(name) ? `${name} ${String(before[name])} → ${String(changes[name])}` : name;
  return changed.map(describe).join(', ');
}
