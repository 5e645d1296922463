import { useReading } from '../gateway/queries.ts';
import { OPCIONES_VENTAS } from '../generated/operations.ts';
import { SelectField } from '../parts/field.tsx';

/** A till whose drawer is open. */
interface OpenTill {
  id: string;
  name: string;
}

/** The tills whose drawers can give cash back now; null while they are not known. */
export function useOpenTills(): readonly OpenTill[] | null {
  const { data } = useReading(OPCIONES_VENTAS, {});
  if (data === undefined) return null;
  return (data.cajas ?? []).filter(({ openSession }) => openSession !== null);
}

/** The drawer that a sale's cash comes back from, unless another one is chosen. */
export function usualDrawer(
  tills: readonly OpenTill[] | null,
  till: { id: string } | null,
): string {
  const own = tills?.find(({ id }) => id === till?.id);
  return (own ?? tills?.[0])?.id ?? '';
}

/** Chooses the open drawer that gives cash back. */
export function DrawerField({
  tills,
  value,
  onValue,
  error,
}: {
  tills: readonly OpenTill[];
  value: string;
  onValue: (tillId: string) => void;
  error?: string | null;
}) {
  return (
    <SelectField
      label="Caja que entrega el efectivo"
      value={value}
      onValue={onValue}
      error={error ?? null}
      choices={tills.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
