import type { CallResult } from '../gateway/call.ts';
import type { EditForm } from './edit-form.ts';
import type { FormValues } from './merge-edits.ts';
import type { FormErrors, UserError } from './user-errors.ts';

/** The answer of every edit of a record with versions. */
interface EditPayload<Saved> {
  saved: Saved | null;
  userErrors: readonly UserError[];
}

/**
 * Judges the answer to an edit. After STALE the form stands upon what somebody else saved, and its
 * block asks which of the two stays.
 * @param payloadOf finds the payload in the answer; null when it is missing
 * @param valuesOf gives the texts of the form over what is saved
 * @returns true when the edit was done
 */
export function settleEdit<Data, Name extends string, Saved extends { version: number }>(
  result: CallResult<Data>,
  { form, errors }: { form: EditForm<Name>; errors: FormErrors },
  payloadOf: (data: Data) => EditPayload<Saved> | null,
  valuesOf: (saved: Saved) => FormValues<Name>,
): boolean {
  const isDone = errors.judge(result, (data) => payloadOf(data)?.userErrors);
  const payload = result.kind === 'ANSWERED' ? payloadOf(result.data) : null;
  if (payload?.saved && payload.userErrors.some(({ code }) => code === 'STALE')) {
    errors.clear();
    form.rebase(valuesOf(payload.saved), payload.saved.version);
  }
  if (isDone && payload?.saved) form.settle(valuesOf(payload.saved), payload.saved.version);
  return isDone;
}
