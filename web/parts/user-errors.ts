import { useState } from 'react';
import type { CallResult } from '../gateway/call.ts';
import { failureText } from './states.tsx';

/** A complaint of the gateway about one part of an input. */
export interface UserError {
  code: string;
  message: string;
  path: readonly string[] | null;
}

/** The complaints about a form: those of its fields, and those that belong to none. */
export interface FormErrors {
  /** The complaint about a field, by its path without "input": "name", "items.0.quantity". */
  of: (field: string) => string | null;
  /** A sentence over the form's buttons. */
  general: string | null;
  codes: readonly string[];
  /** Takes an answer's complaints over. @returns true when it has none */
  judge: <Data>(
    result: CallResult<Data>,
    errorsOf: (data: Data) => readonly UserError[] | undefined,
  ) => boolean;
  /** Sets complaints that the browser found itself. @returns true when there are none */
  set: (byField: Readonly<Record<string, string | null>>) => boolean;
  clear: () => void;
}

interface Complaints {
  byField: ReadonlyMap<string, string>;
  general: string | null;
  codes: readonly string[];
}

const NONE: Complaints = { byField: new Map(), general: null, codes: [] };

function fieldOf(path: readonly string[] | null): string {
  const parts = path ?? [];
  return parts.slice(parts[0] === 'input' ? 1 : 0).join('.');
}

/**
 * Keeps the complaints about a form.
 * @param fields the form shows these; a complaint about any other part is a general one
 */
export function useFormErrors(fields: readonly string[]): FormErrors {
  const [complaints, setComplaints] = useState(NONE);
  return {
    of: (field) => complaints.byField.get(field) ?? null,
    general: complaints.general,
    codes: complaints.codes,
    clear: () => setComplaints(NONE),
    set: (byField) => {
      const found = Object.entries(byField).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      );
      setComplaints({ ...NONE, byField: new Map(found) });
      return found.length === 0;
    },
    judge: (result, errorsOf) => {
      if (result.kind !== 'ANSWERED') {
        setComplaints({ ...NONE, general: failureText(result) });
        return false;
      }
      // A payload that is missing failed as a whole: its error says why.
      const errors =
        errorsOf(result.data) ?? result.errors.map((error) => ({ ...error, path: null }));
      const known = errors.filter(({ path }) => fields.includes(fieldOf(path)));
      const others = errors.filter((error) => !known.includes(error));
      setComplaints({
        byField: new Map(known.map(({ path, message }) => [fieldOf(path), message])),
        general: others.length === 0 ? null : others.map(({ message }) => message).join(' '),
        codes: errors.map(({ code }) => code),
      });
      return errors.length === 0;
    },
  };
}
