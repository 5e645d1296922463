import { useState } from 'react';
import { call } from '../gateway/call.ts';
import { REPORTE_CSV_PANEL, type SalesGroup } from '../generated/operations.ts';
import { download } from '../parts/download.ts';
import { SelectField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { failureText } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { shortDay } from '../words/format.ts';
import type { Period } from './period.ts';
import { joinPages } from './report-csv.ts';

const GROUPS: readonly { value: SalesGroup; label: string }[] = [
  { value: 'DAY', label: 'Por día' },
  { value: 'HOUR', label: 'Por hora' },
  { value: 'PRODUCT', label: 'Por producto' },
  { value: 'SELLER', label: 'Por vendedor' },
  { value: 'PAYMENT_METHOD', label: 'Por medio de pago' },
];

/** Hands out the report of the period for a spreadsheet, all of its rows. */
export function ExportDialog({ period, onClose }: { period: Period; onClose: () => void }) {
  const [group, setGroup] = useState<SalesGroup>('PRODUCT');
  const [isReading, setReading] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async () => {
    setReading(true);
    const outcome = await readPages(period, group);
    setReading(false);
    if ('refusal' in outcome) {
      setRefusal(outcome.refusal);
      return;
    }
    const name = `ventas-${period.from}-${period.to}-${group.toLowerCase()}.csv`;
    download(name, new Blob([joinPages(outcome.pages)], { type: 'text/csv' }));
    toast('Reporte descargado');
    onClose();
  };
  return (
    <FormDialog
      title="Exportar ventas"
      subtitle={`${shortDay(period.from)} a ${shortDay(period.to)}, en CSV`}
      action="Descargar CSV"
      isBusy={isReading}
      error={refusal}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <SelectField
        label="Filas"
        value={group}
        onValue={(value) => setGroup(value as SalesGroup)}
        choices={GROUPS}
      />
    </FormDialog>
  );
}

async function readPages(
  period: Period,
  by: SalesGroup,
): Promise<{ pages: string[] } | { refusal: string }> {
  const pages: string[] = [];
  let after: string | null = null;
  do {
    const result: Awaited<ReturnType<typeof readPage>> = await readPage(period, by, after);
    if (result.kind !== 'ANSWERED') return { refusal: failureText(result) };
    const report = result.data.reporteVentas;
    if (report === null) return { refusal: result.errors[0]?.message ?? 'Vuelva a intentarlo.' };
    pages.push(report.csv);
    after = report.pageInfo.hasNextPage ? report.pageInfo.endCursor : null;
  } while (after !== null);
  return { pages };
}

function readPage(period: Period, by: SalesGroup, after: string | null) {
  return call(REPORTE_CSV_PANEL, { ...period, by, after });
}
