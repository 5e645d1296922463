// A Prisma generator that only hands out what Prisma has understood of a schema, as JSON in the
// file that DATAMODEL_FILE names. It speaks Prisma's generator protocol: JSON-RPC, answers on
// stderr.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const answer = (id, result) =>
  process.stderr.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (method === 'getManifest') {
    answer(id, { manifest: { prettyName: 'datamodel', defaultOutput: '.' } });
  }
  if (method === 'generate') {
    writeFileSync(process.env.DATAMODEL_FILE, JSON.stringify(params.dmmf.datamodel));
    answer(id, null);
  }
}
