import { useEffect, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { Top } from '../shell/top.tsx';
import { counted } from '../words/format.ts';
import type { CsvTable } from './csv-table.ts';
import { FileStep } from './file-step.tsx';
import { findJob, useImportJob } from './import-job.ts';
import { ReviewStep } from './review-step.tsx';
import { SendStep } from './send-step.tsx';
import './importar.css';

/** A file that was read and is being reviewed. */
export interface ReadFile extends CsvTable {
  name: string;
}

const STEPS = ['Archivo', 'Revisar', 'Enviar'];

/** Takes the products of a shop's own file over, after it has been seen what that would do. */
export default function ImportarPage() {
  const job = useImportJob();
  const [file, setFile] = useState<ReadFile | null>(null);
  useEffect(() => void findJob(), []);
  const step = stepOf(job !== null, file !== null);
  const name = job?.fileName ?? file?.name;
  const rowCount = job?.rows.length ?? file?.rows.length ?? 0;
  return (
    <>
      <Top
        title="Importar productos"
        {...(name !== undefined && { subtitle: `${name} · ${counted(rowCount, 'fila', 'filas')}` })}
      >
        <Steps step={step} />
      </Top>
      {job !== null && <SendStep job={job} onEnd={() => setFile(null)} />}
      {job === null && file !== null && (
        <ReviewStep key={file.name} file={file} onBack={() => setFile(null)} />
      )}
      {job === null && file === null && <FileStep onRead={setFile} />}
    </>
  );
}

function stepOf(isSending: boolean, hasFile: boolean): number {
  if (isSending) return 2;
  return hasFile ? 1 : 0;
}

function Steps({ step }: { step: number }) {
  return (
    <ol className="steps wide">
      {STEPS.map((title, at) => (
        <li
          key={title}
          aria-current={at === step ? 'step' : undefined}
          data-done={at < step || undefined}
        >
          <b>{at < step ? <Icon name="check" size={16} /> : at + 1}</b>
          {title}
        </li>
      ))}
    </ol>
  );
}
