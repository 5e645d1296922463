import { useState } from 'react';
import {
  type Conflict,
  changesOf,
  type FormState,
  type FormValues,
  freshForm,
  rebased,
} from './merge-edits.ts';

/** A form over a record that has versions. */
export interface EditForm<Name extends string> {
  values: FormValues<Name>;
  /** The version of the record that the form stands upon. */
  version: number;
  set: (field: Name, value: string) => void;
  /** The fields that differ from the record. */
  changes: Partial<Record<Name, string>>;
  isChanged: boolean;
  /** The fields that somebody else changed too; empty while nobody did. */
  conflicts: readonly Conflict<Name>[];
  /** Somebody else saved the record since the form was opened. */
  isRebased: boolean;
  /** Takes over what somebody else saved, after an answer of STALE. */
  rebase: (saved: FormValues<Name>, version: number) => void;
  /** Begins anew with the record as it was saved from here. */
  settle: (saved: FormValues<Name>, version: number) => void;
}

/**
 * Keeps a form over a record that others may change meanwhile. A newer version of the record, read
 * while the form is open, is taken over at once; conflicts show before anything is sent.
 */
export function useEditForm<Name extends string>(
  record: FormValues<Name>,
  recordVersion: number,
): EditForm<Name> {
  const [state, setState] = useState<FormState<Name>>(() => freshForm(record, recordVersion));
  if (recordVersion > state.version) {
    setState((before) => rebased(before, record, recordVersion));
  }
  const { base, values, version, conflicts, isRebased } = state;
  const changes = changesOf(base, values);
  return {
    values,
    version,
    conflicts,
    isRebased,
    changes,
    isChanged: Object.keys(changes).length > 0,
    set: (field, value) =>
      setState((before) => ({ ...before, values: { ...before.values, [field]: value } })),
    rebase: (saved, savedVersion) => setState((before) => rebased(before, saved, savedVersion)),
    settle: (saved, savedVersion) => setState(freshForm(saved, savedVersion)),
  };
}
