import { refusal } from '../../process/errors/refusals.ts';
import { MAX_INTERNAL_LIST } from '../../values/internal-list.ts';

/**
 * Refuses a list of an internal call that is empty or longer than callers may send.
 * @param items the list, in Spanish and in the plural: "reservas"
 * @throws the refusal BAD_USER_INPUT
 */
export function requireListSize(list: readonly unknown[], items: string): void {
  if (list.length >= 1 && list.length <= MAX_INTERNAL_LIST) return;
  throw refusal('BAD_USER_INPUT', `De 1 a ${MAX_INTERNAL_LIST} ${items} por llamada.`);
}
