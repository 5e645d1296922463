import { useReading } from '../gateway/queries.ts';
import { OPCIONES_VENTAS } from '../generated/operations.ts';
import type { AddressChanges } from '../parts/address-state.ts';
import { ChipSelect } from '../parts/chip-select.tsx';
import { DayRange } from '../parts/day-range.tsx';
import { SearchField } from '../parts/search-field.tsx';

import { today } from '../words/format.ts';
import { labelOf, PAYMENT_METHODS } from '../words/labels.ts';
import { FILTER_METHODS, PERIODS, periodOf } from './sale-filter.ts';

interface FiltersProps {
  address: URLSearchParams;
  onChange: (changes: AddressChanges) => void;
}

/** The search and the filters over the sales. */
export function SaleFilters({ address, onChange }: FiltersProps) {
  const { data } = useReading(OPCIONES_VENTAS, {});
  const sellers = data?.vendedores?.nodes ?? [];
  const tills = data?.cajas ?? [];
  const filter = (name: string) => ({
    value: address.get(name) ?? '',
    onValue: (value: string) => onChange({ [name]: value }),
  });
  return (
    <div className="bar">
      <SearchField
        label="Buscar ventas"
        placeholder="Número, cliente o documento"
        value={address.get('q') ?? ''}
        onSearch={(q) => onChange({ q })}
      />
      <div className="filters">
        <PeriodFilter address={address} onChange={onChange} />
        <ChipSelect
          label="Vendedor"
          whenUnset="Vendedor"
          choices={sellers.map(({ id, name }) => ({ value: id, label: name }))}
          {...filter('vendedor')}
        />
        <ChipSelect
          label="Medio de pago"
          whenUnset="Medio"
          choices={FILTER_METHODS.map((value) => ({
            value,
            label: labelOf(PAYMENT_METHODS, value),
          }))}
          {...filter('medio')}
        />
        <ChipSelect label="Estado" whenUnset="Estado" choices={STATES} {...filter('estado')} />
        <ChipSelect
          label="Caja"
          whenUnset="Caja"
          choices={tills.map(({ id, name }) => ({ value: id, label: name }))}
          {...filter('caja')}
        />
      </div>
    </div>
  );
}

const STATES = [
  { value: 'COMPLETED', label: 'Completada' },
  { value: 'CANCELLED', label: 'Anulada' },
];

function PeriodFilter({ address, onChange }: FiltersProps) {
  const { name, from, to } = periodOf(address, today());
  const choose = (periodo: string) => {
    // Two days begin with those of the period that was shown before.
    if (periodo === 'otro') onChange({ periodo, desde: from, hasta: to });
    else onChange({ periodo, desde: null, hasta: null });
  };
  return (
    <>
      <ChipSelect
        label="Fechas"
        whenUnset="Hoy"
        value={name === 'hoy' ? '' : name}
        choices={PERIODS}
        onValue={choose}
      />
      {name === 'otro' && (
        <DayRange
          from={from ?? ''}
          to={to ?? ''}
          onChange={(desde, hasta) => onChange({ desde, hasta })}
        />
      )}
    </>
  );
}
