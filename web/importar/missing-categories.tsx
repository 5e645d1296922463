import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { CREAR_CATEGORIA_PRODUCTOS } from '../generated/operations.ts';
import { Banner } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { counted } from '../words/format.ts';
import { categoryName } from './import-rows.ts';

/** Names that stand in the banner; the others are counted. */
const SHOWN = 4;

/** Says which categories of the file the shop does not have, and makes them when asked. */
export function MissingCategories({ names }: { names: readonly string[] }) {
  const { send } = useSend(CREAR_CATEGORIA_PRODUCTOS);
  const [isMaking, setMaking] = useState(false);
  const errors = useFormErrors([]);
  if (names.length === 0) return null;
  const make = async () => {
    setMaking(true);
    for (const name of new Set(names.map(categoryName))) {
      const result = await send({ input: { name } });
      if (!errors.judge(result, (data) => data.crearCategoria?.userErrors)) break;
      toast(`Categoría creada: ${name}`);
    }
    setMaking(false);
  };
  const others = names.length - SHOWN;
  const list = names.slice(0, SHOWN).join(', ');
  const them = counted(names.length, 'categoría', 'categorías');
  return (
    <Banner
      tone="warn"
      title={`La tienda no tiene ${them} del archivo`}
      action={
        <button type="button" className="btn" aria-busy={isMaking} onClick={() => void make()}>
          Crear {them}
        </button>
      }
    >
      {others > 0 ? `${list} y ${others} más.` : `${list}.`} {errors.general}
    </Banner>
  );
}
