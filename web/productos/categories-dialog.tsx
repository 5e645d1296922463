import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import {
  ACTUALIZAR_CATEGORIA_PRODUCTOS,
  CREAR_CATEGORIA_PRODUCTOS,
} from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { SelectField, TextField } from '../parts/field.tsx';
import { Banner, EmptyState } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { type CategoryNode, categoryChoices } from './category-choices.ts';

interface DialogProps {
  categories: readonly CategoryNode[];
  onClose: () => void;
}

/** The categories: a new one is added above, a name is changed in its row. */
export function CategoriesDialog({ categories, onClose }: DialogProps) {
  const choices = categoryChoices(categories);
  const byId = new Map(categories.map((category) => [category.id, category]));
  const [editedId, setEditedId] = useState<string | null>(null);
  return (
    <Dialog
      title="Categorías"
      onClose={onClose}
      foot={
        <button type="button" className="btn" onClick={onClose}>
          Cerrar
        </button>
      }
    >
      <div className="form">
        <NewCategoryForm categories={categories} />
        {choices.length === 0 && (
          <EmptyState icon="tag" title="Sin categorías">
            Agregue la primera aquí arriba.
          </EmptyState>
        )}
        <ul className="rows">
          {choices.map(({ value, label }) => {
            const category = byId.get(value);
            if (category !== undefined && editedId === value) {
              return (
                <li key={value}>
                  <RenameForm category={category} onDone={() => setEditedId(null)} />
                </li>
              );
            }
            return (
              <li key={value} className="rows__row">
                <span>{label}</span>
                <button
                  type="button"
                  className="btn btn--quiet"
                  aria-label={`Cambiar nombre de ${label}`}
                  onClick={() => setEditedId(value)}
                >
                  Cambiar nombre
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </Dialog>
  );
}

function RenameForm({ category, onDone }: { category: CategoryNode; onDone: () => void }) {
  const [name, setName] = useState(category.name);
  const [version, setVersion] = useState(category.version);
  const [savedName, setSavedName] = useState<string | null>(null);
  const errors = useFormErrors(['name']);
  const { send, isSending } = useSend(ACTUALIZAR_CATEGORIA_PRODUCTOS);
  const save = async () => {
    const result = await send({ input: { id: category.id, version, name } });
    const saved = result.kind === 'ANSWERED' ? result.data.actualizarCategoria : null;
    if (saved?.category && saved.userErrors.some(({ code }) => code === 'STALE')) {
      errors.clear();
      setVersion(saved.category.version);
      setSavedName(saved.category.name);
      return;
    }
    if (!errors.judge(result, (data) => data.actualizarCategoria?.userErrors)) return;
    toast('Categoría guardada');
    onDone();
  };
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {savedName !== null && (
        <Banner tone="warn" title={`Otra persona la llamó «${savedName}»`}>
          Guarde otra vez para que quede el nombre suyo.
        </Banner>
      )}
      {errors.general !== null && <Banner tone="danger" title={errors.general} />}
      <TextField
        label={`Nombre de ${category.name}`}
        maxLength={120}
        value={name}
        onValue={setName}
        error={errors.of('name')}
      />
      <div className="bar">
        <button type="button" className="btn btn--quiet push" onClick={onDone}>
          Cancelar
        </button>
        <button type="submit" className="btn btn--primary" aria-busy={isSending}>
          Guardar nombre
        </button>
      </div>
    </form>
  );
}

function NewCategoryForm({ categories }: { categories: readonly CategoryNode[] }) {
  const [name, setName] = useState('');
  const [parentId, setParentId] = useState('');
  const errors = useFormErrors(['name', 'parentId']);
  const { send, isSending } = useSend(CREAR_CATEGORIA_PRODUCTOS);
  const add = async () => {
    if (!errors.set({ name: name.trim() === '' ? 'Escriba el nombre.' : null })) return;
    const result = await send({ input: { name, parentId: parentId || null } });
    if (!errors.judge(result, (data) => data.crearCategoria?.userErrors)) return;
    toast('Categoría creada');
    setName('');
  };
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      {errors.general !== null && <Banner tone="danger" title={errors.general} />}
      <div className="form__row">
        <TextField
          label="Nueva categoría"
          maxLength={120}
          value={name}
          onValue={setName}
          error={errors.of('name')}
        />
        <SelectField
          label="Dentro de"
          value={parentId}
          onValue={setParentId}
          error={errors.of('parentId')}
          choices={[{ value: '', label: 'Ninguna' }, ...categoryChoices(categories)]}
        />
      </div>
      <div className="bar">
        <button type="submit" className="btn push" aria-busy={isSending}>
          Agregar categoría
        </button>
      </div>
    </form>
  );
}
