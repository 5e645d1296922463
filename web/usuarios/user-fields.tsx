import { useReading } from '../gateway/queries.ts';
import { CLIENTES_USUARIOS, VENDEDORES_USUARIOS } from '../generated/operations.ts';
import { Field } from '../parts/field.tsx';
import { PickField } from '../parts/pick-field.tsx';
import type { FormErrors } from '../parts/user-errors.ts';
import { ROLES } from '../words/labels.ts';

/** The fields of an account's form; roles stand in one text, parted by commas. */
export type UserField = 'name' | 'email' | 'roles' | 'seller' | 'customer';

/** The fields that the gateway complains about by name. */
export const USER_PATHS = ['name', 'email', 'password', 'roles', 'sellerId', 'customerId'];

interface FieldsProps {
  values: Readonly<Record<UserField, string>>;
  set: (field: UserField, value: string) => void;
  errors: FormErrors;
}

/** A linked record as a form's text: its id and its name, parted by a line break. */
export function linkText(record: { id: string; name: string } | null): string {
  return record === null ? '' : `${record.id}\n${record.name}`;
}

/** The id in the text of a linked record; null when none is linked. */
export function linkId(text: string): string | null {
  return text === '' ? null : (text.split('\n')[0] ?? null);
}

/** The name in the text of a linked record. */
export function linkName(text: string): string {
  return text.split('\n')[1] ?? '';
}

function linked(text: string): { id: string; name: string } | null {
  const id = linkId(text);
  return id === null ? null : { id, name: linkName(text) };
}

/** The roles of an account, and the seller or the customer that they need. */
export function RoleFields({ values, set, errors }: FieldsProps) {
  const roles = values.roles.split(',').filter(Boolean);
  const toggle = (role: string, isOn: boolean) =>
    set('roles', [...roles.filter((one) => one !== role), ...(isOn ? [role] : [])].sort().join());
  return (
    <>
      <Field label="Roles" error={errors.of('roles')}>
        {(control) => (
          <fieldset className="choices" aria-describedby={control['aria-describedby']}>
            <legend className="sr">Roles</legend>
            {Object.entries(ROLES).map(([role, title], at) => (
              <label key={role} className="switch">
                <input
                  {...(at === 0 && { id: control.id })}
                  type="checkbox"
                  checked={roles.includes(role)}
                  onChange={(event) => toggle(role, event.target.checked)}
                />
                {title}
              </label>
            ))}
          </fieldset>
        )}
      </Field>
      {(roles.includes('VENDEDOR') || values.seller !== '') && (
        <PickField
          label="Vende como"
          help="Un vendedor registra ventas a nombre de este vendedor."
          error={errors.of('sellerId')}
          placeholder="Nombre o código del vendedor"
          chosen={linked(values.seller)}
          onChoose={(choice) => set('seller', linkText(choice))}
          useFound={useSellers}
        />
      )}
      {(roles.includes('CLIENTE') || values.customer !== '') && (
        <PickField
          label="Ve las compras de"
          error={errors.of('customerId')}
          placeholder="Nombre o documento del cliente"
          chosen={linked(values.customer)}
          onChoose={(choice) => set('customer', linkText(choice))}
          useFound={useCustomers}
        />
      )}
    </>
  );
}

function useSellers(search: string) {
  const { data } = useReading(VENDEDORES_USUARIOS, { search: search || null });
  return (data?.vendedores?.nodes ?? []).map(({ id, name, code }) => ({ id, name, detail: code }));
}

function useCustomers(search: string) {
  const { data } = useReading(CLIENTES_USUARIOS, { search: search || null });
  return (data?.clientes?.nodes ?? []).map(({ id, name, docNumber }) => ({
    id,
    name,
    detail: docNumber,
  }));
}
