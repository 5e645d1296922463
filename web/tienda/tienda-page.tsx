import { useState } from 'react';
import { useReading, useSend } from '../gateway/queries.ts';
import type { TiendaDatosData } from '../generated/operations.ts';
import { ACTUALIZAR_TIENDA_TIENDA, TIENDA_DATOS } from '../generated/operations.ts';
import { useEditForm } from '../parts/edit-form.ts';
import { TextAreaField, TextField } from '../parts/field.tsx';
import type { FormValues } from '../parts/merge-edits.ts';
import { settleEdit } from '../parts/settle-edit.ts';
import { StaleBlock } from '../parts/stale-block.tsx';
import { Banner, ErrorState, Skeleton } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { Top } from '../shell/top.tsx';
import { RatesCard } from './rates-card.tsx';

type Shop = NonNullable<TiendaDatosData['tienda']>;
type ShopField = 'legalName' | 'tradeName' | 'ruc' | 'address' | 'phone' | 'ticketNote';

const LABELS: Readonly<Record<ShopField, string>> = {
  legalName: 'Razón social',
  tradeName: 'Nombre comercial',
  ruc: 'RUC',
  address: 'Dirección',
  phone: 'Teléfono',
  ticketNote: 'Línea final del ticket',
};
const FIELDS = Object.keys(LABELS) as ShopField[];

/** Texts that the gateway empties by null. */
const OPTIONAL = new Set<ShopField>(['tradeName', 'phone', 'ticketNote']);

function valuesOf(shop: Shop | null): FormValues<ShopField> {
  return {
    legalName: shop?.legalName ?? '',
    tradeName: shop?.tradeName ?? '',
    ruc: shop?.ruc ?? '',
    address: shop?.address ?? '',
    phone: shop?.phone ?? '',
    ticketNote: shop?.ticketNote ?? '',
  };
}

/** The shop's own data and the rates of IGV. */
export default function TiendaPage() {
  const { data, failure, reload } = useReading(TIENDA_DATOS, {});
  return (
    <>
      <Top title="Tienda" subtitle="Lo que muestran los comprobantes" />
      <main className="page">
        {data === undefined && failure !== null && (
          <section className="card">
            <ErrorState
              title="No se pudo leer los datos de la tienda"
              failure={failure}
              onRetry={reload}
            />
          </section>
        )}
        {data === undefined && failure === null && (
          <section className="card card--padded">
            <Skeleton lines={8} />
          </section>
        )}
        {data !== undefined && (
          <div className="close">
            <ShopForm shop={data.tienda} />
            <RatesCard rates={data.tasasIgv} onRetry={reload} />
          </div>
        )}
      </main>
    </>
  );
}

function ShopForm({ shop }: { shop: Shop | null }) {
  const form = useEditForm(valuesOf(shop), shop?.version ?? 0);
  const errors = useFormErrors(FIELDS);
  const { send, isSending } = useSend(ACTUALIZAR_TIENDA_TIENDA);
  const [isDone, setDone] = useState(false);
  const field = (name: ShopField) => ({
    label: LABELS[name],
    value: form.values[name],
    error: errors.of(name),
    onValue: (text: string) => {
      setDone(false);
      form.set(name, text);
    },
  });
  const save = async () => {
    const entries = Object.entries(form.changes) as [ShopField, string][];
    const changes = entries.map(([name, text]) => [
      name,
      text.trim() === '' && OPTIONAL.has(name) ? null : text,
    ]);
    const result = await send({
      input: { version: form.version, ...Object.fromEntries(changes) },
    });
    const isSaved = settleEdit(
      result,
      { form, errors },
      ({ actualizarTienda: edit }) => edit && { saved: edit.shop, userErrors: edit.userErrors },
      (saved: Shop) => valuesOf(saved),
    );
    if (!isSaved) return;
    toast('Datos de la tienda guardados');
    setDone(true);
  };
  return (
    <form
      className="card"
      aria-label="Datos de la tienda"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (form.isChanged) void save();
      }}
    >
      <div className="card__head">
        <h2>Datos de la tienda</h2>
      </div>
      <div className="card__body form">
        {shop === null && (
          <Banner tone="warn" title="La tienda no tiene datos todavía">
            Sin razón social, RUC y dirección no se emiten comprobantes.
          </Banner>
        )}
        <StaleBlock form={form} noun="estos datos" labels={LABELS} />
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        <div className="form__row">
          <TextField {...field('legalName')} maxLength={200} />
          <TextField {...field('tradeName')} maxLength={200} help="El que lleva el letrero." />
        </div>
        <div className="form__row">
          <TextField {...field('ruc')} maxLength={20} inputMode="numeric" help="11 cifras." />
          <TextField {...field('phone')} maxLength={40} type="tel" />
        </div>
        <TextField {...field('address')} maxLength={300} />
        <TextAreaField
          {...field('ticketNote')}
          maxLength={500}
          help="Por ejemplo, el plazo para cambios."
        />
        <div className="bar">
          <p className="small muted grow">
            Los comprobantes ya emitidos no cambian: llevan los datos de su día.
          </p>
          <button
            type="submit"
            className="btn btn--primary push"
            aria-busy={isSending}
            disabled={!form.isChanged}
          >
            {saveLabel(form.isChanged, isDone)}
          </button>
        </div>
      </div>
    </form>
  );
}

function saveLabel(isChanged: boolean, isDone: boolean): string {
  if (isChanged) return 'Guardar datos';
  return isDone ? 'Guardado' : 'Sin cambios';
}
