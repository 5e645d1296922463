import { useRef, useState } from 'react';
import type { CallResult } from '../gateway/call.ts';
import type { Operation } from '../gateway/operation.ts';
import { useSend } from '../gateway/queries.ts';
import { afterTry, type KeyedAttempt, nextTry } from './keyed-attempt.ts';
import { attemptAt, keepAnswered, keepSent } from './unsettled-attempts.ts';
import type { UserError } from './user-errors.ts';

/** Variables of a mutation that a repeat would double without its key. */
interface KeyedVariables {
  input: { idempotencyKey: string };
}

type Unkeyed<Variables extends KeyedVariables> = Omit<Variables['input'], 'idempotencyKey'>;

/** The means of a dialog to send such a mutation. */
interface KeyedSend<Data, Variables extends KeyedVariables> {
  /** Sends it with the dialog's key; a repeat of the same input is never done twice. */
  send: (input: Unkeyed<Variables>) => Promise<CallResult<Data>>;
  isSending: boolean;
  /** The last try may have been carried out: "Reintentar" sends it with the same key. */
  isUnknown: boolean;
}

const newKey = () => crypto.randomUUID();

/**
 * Sends a mutation that has an idempotency key. The key is made when the dialog opens and is kept
 * while its input is the same or the outcome is unknown, also when the dialog is closed and opened
 * again.
 * @param subjectId the record that it acts upon
 * @param errorsOf finds the complaints in the answer; undefined when the payload is missing
 */
export function useKeyedSend<Data, Variables extends KeyedVariables>(
  operation: Operation<Data, Variables>,
  subjectId: string,
  errorsOf: (data: Data) => readonly UserError[] | undefined,
): KeyedSend<Data, Variables> {
  const { send, isSending } = useSend(operation);
  const attempt = useRef<KeyedAttempt>(undefined);
  const place = `${operation.id} ${subjectId}`;
  attempt.current ??= attemptAt(place, newKey);
  const [isUnknown, setUnknown] = useState(false);
  return {
    isSending,
    isUnknown,
    send: async (input) => {
      const before = attempt.current ?? attemptAt(place, newKey);
      const tried = nextTry(before, JSON.stringify(input), newKey);
      attempt.current = tried;
      keepSent(place, tried);
      const variables = { input: { ...input, idempotencyKey: tried.key } } as Variables;
      const result = await send(variables);
      const errors = result.kind === 'ANSWERED' ? (errorsOf(result.data) ?? []) : [];
      const codes = errors.map(({ code }) => code);
      attempt.current = afterTry(tried, result, codes);
      keepAnswered(place, attempt.current, codes);
      setUnknown(attempt.current.isUnknown);
      return result;
    },
  };
}
