import { trustedScript } from '../parts/trusted-script.ts';
import type { CsvTable } from './csv-table.ts';
import workerUrl from './csv-worker.ts?worker&url';

/** Trusted once per page. */
let address: string | undefined;

/** Reads a CSV in a worker. @returns null when it holds nothing to import */
export async function readFile(file: File): Promise<CsvTable | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  address ??= trustedScript('csv', workerUrl);
  const worker = new Worker(address, { type: 'module' });
  try {
    return await new Promise<CsvTable | null>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<CsvTable | null>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(bytes, [bytes.buffer]);
    });
  } finally {
    worker.terminate();
  }
}
