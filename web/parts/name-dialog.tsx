import type { ReactNode } from 'react';
import { type EditForm, useEditForm } from './edit-form.ts';
import { SwitchField, TextField } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { StaleBlock } from './stale-block.tsx';
import { type FormErrors, useFormErrors } from './user-errors.ts';

/** The fields of a record that the dialog changes. */
export type NameField = 'name' | 'active';

/** A record with a name, which is in use or not. */
interface NamedRecord {
  name: string;
  active: boolean;
  version: number;
}

const YES = 'Sí';

/** The texts of the form over a record. */
export function nameValues({ name, active }: Omit<NamedRecord, 'version'>) {
  return { name, active: active ? YES : 'No' };
}

/** The fields that were changed, as the gateway takes them. */
export function nameChanges({ changes: { name, active }, version }: EditForm<NameField>) {
  return {
    version,
    ...(name !== undefined && { name: name.trim() }),
    ...(active !== undefined && { active: active === YES }),
  };
}

/** The dialog over a record of which only the name and whether it is in use may change. */
export function NameDialog({
  record,
  title,
  subtitle,
  noun,
  activeLabel,
  nameCharacters,
  note,
  isBusy,
  onSave,
  onClose,
}: {
  record: NamedRecord;
  title: string;
  subtitle: string;
  /** With its article: "esta caja". */
  noun: string;
  activeLabel: string;
  nameCharacters: number;
  note?: ReactNode;
  isBusy: boolean;
  /** Sends what was changed. @returns true when it was saved */
  onSave: (form: EditForm<NameField>, errors: FormErrors) => Promise<boolean>;
  onClose: () => void;
}) {
  const form = useEditForm<NameField>(nameValues(record), record.version);
  const errors = useFormErrors(['name', 'active']);
  const labels = { name: 'Nombre', active: activeLabel };
  const submit = async () => {
    const problem = form.values.name.trim() === '' ? 'Escriba el nombre.' : null;
    if (!errors.set({ name: problem })) return;
    if (!form.isChanged || (await onSave(form, errors))) onClose();
  };
  return (
    <FormDialog
      title={title}
      subtitle={subtitle}
      action="Guardar"
      isBusy={isBusy}
      error={errors.general ?? errors.of('active')}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <StaleBlock form={form} noun={noun} labels={labels} />
      <TextField
        label={labels.name}
        maxLength={nameCharacters}
        value={form.values.name}
        onValue={(name) => form.set('name', name)}
        error={errors.of('name')}
      />
      <SwitchField
        label={labels.active}
        isOn={form.values.active === YES}
        onToggle={(isOn) => form.set('active', isOn ? YES : 'No')}
      />
      {note !== undefined && <p className="help">{note}</p>}
    </FormDialog>
  );
}
