/** The fields of a form, each as the text that its control shows. */
export type FormValues<Name extends string> = Readonly<Record<Name, string>>;

/** A field that somebody else changed while it was being changed here. */
export interface Conflict<Name extends string> {
  field: Name;
  mine: string;
  saved: string;
}

/** The fields that were changed in the form. */
export function changesOf<Name extends string>(
  base: FormValues<Name>,
  now: FormValues<Name>,
): Partial<Record<Name, string>> {
  const changed = namesOf(now).filter((name) => now[name] !== base[name]);
  const changes: Partial<Record<Name, string>> = {};
  for (const name of changed) changes[name] = now[name];
  return changes;
}

/**
 * Puts a form upon what somebody else saved meanwhile: what was not touched here becomes theirs,
 * what they did not touch stays as it was written here, and what both changed is a conflict.
 * @param base the values that the form began with
 */
export function mergeEdits<Name extends string>(
  base: FormValues<Name>,
  mine: FormValues<Name>,
  saved: FormValues<Name>,
): { values: FormValues<Name>; conflicts: readonly Conflict<Name>[] } {
  const values: Record<Name, string> = { ...saved };
  const conflicts: Conflict<Name>[] = [];
  for (const field of namesOf(saved)) {
    if (mine[field] === base[field] || mine[field] === saved[field]) continue;
    values[field] = mine[field];
    if (saved[field] !== base[field]) {
      conflicts.push({ field, mine: mine[field], saved: saved[field] });
    }
  }
  return { values, conflicts };
}

/** A form over a version of a record. */
export interface FormState<Name extends string> {
  /** The record as the form knows it. */
  base: FormValues<Name>;
  values: FormValues<Name>;
  version: number;
  conflicts: readonly Conflict<Name>[];
  /** Somebody else saved the record while it was being changed here. */
  isRebased: boolean;
}

/** A form over a record that nobody has touched. */
export function freshForm<Name extends string>(
  record: FormValues<Name>,
  version: number,
): FormState<Name> {
  return { base: record, values: record, version, conflicts: [], isRebased: false };
}

/**
 * Puts a form upon a newer version of its record. A version comes twice, by the answer to an edit
 * and by the next reading: the second time it changes nothing, or the conflicts would be forgotten.
 */
export function rebased<Name extends string>(
  form: FormState<Name>,
  saved: FormValues<Name>,
  version: number,
): FormState<Name> {
  if (version <= form.version) return form;
  const isRebased = Object.keys(changesOf(form.base, form.values)).length > 0;
  return { base: saved, version, isRebased, ...mergeEdits(form.base, form.values, saved) };
}

function namesOf<Name extends string>(values: FormValues<Name>): Name[] {
  return Object.keys(values) as Name[];
}
