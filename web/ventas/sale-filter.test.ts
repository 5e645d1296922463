import { expect, test } from '@jest/globals';
import { isNarrowed, periodOf, periodText, saleVariables } from './sale-filter.ts';

const TODAY = '2026-03-02';

function variables(search: string) {
  return saleVariables(new URLSearchParams(search), TODAY);
}

test('without a period the sales are those of today', () => {
  expect(variables('')).toMatchObject({ from: TODAY, to: TODAY });
  expect(variables('periodo=nunca')).toMatchObject({ from: TODAY, to: TODAY });
});

test('a period that is named moves with the day', () => {
  expect(variables('periodo=ayer')).toMatchObject({ from: '2026-03-01', to: '2026-03-01' });
  expect(variables('periodo=semana')).toMatchObject({ from: '2026-02-24', to: TODAY });
  expect(variables('periodo=mes')).toMatchObject({ from: '2026-03-01', to: TODAY });
});

test('a period between two days may be open at either end', () => {
  expect(variables('periodo=otro&desde=2026-01-05')).toMatchObject({
    from: '2026-01-05',
    to: undefined,
  });
  expect(variables('periodo=todo')).toMatchObject({ from: undefined, to: undefined });
});

test('what is no day and no name of the gateway is left out', () => {
  const asked = variables('periodo=otro&desde=ayer&hasta=2026-13-40&estado=ROTO&medio=CHEQUE');
  expect(asked).toMatchObject({
    from: undefined,
    to: undefined,
    status: undefined,
    paymentMethod: undefined,
  });
});

test('a period is told in words', () => {
  const text = (search: string) => periodText(periodOf(new URLSearchParams(search), TODAY));
  expect(text('')).toBe('Lunes, 2 de marzo');
  expect(text('periodo=semana')).toBe('24/02/2026 – 02/03/2026');
  expect(text('periodo=otro&hasta=2026-01-05')).toBe('Hasta el 05/01/2026');
  expect(text('periodo=todo')).toBe('Todas las fechas');
});

test('a search and each filter hold sales back, the period does not', () => {
  expect(isNarrowed(new URLSearchParams('periodo=mes'))).toBe(false);
  expect(isNarrowed(new URLSearchParams('q=B001'))).toBe(true);
  expect(isNarrowed(new URLSearchParams('medio=CASH'))).toBe(true);
});
