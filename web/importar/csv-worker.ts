// Reads a file away from the page, which stays smooth with tens of thousands of rows.
import { readCsv } from './csv-file.ts';

self.addEventListener('message', (event: MessageEvent<Uint8Array>) => {
  self.postMessage(readCsv(event.data));
});
