// `npm run faults`: breaks a running graph in every way that the protocol must survive.
import { parseArgs } from 'node:util';
import { crashCases } from '../tests/faults/crash-cases.ts';
import { linkCases } from '../tests/faults/link-cases.ts';
import { runCases } from '../tests/faults/run-cases.ts';
import { adminUrlVariable, startTestServer } from '../tests/support/test-server.ts';
import { runCommand } from './environment/operator-error.ts';

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      seed: { type: 'string' },
      lanes: { type: 'string', default: '5' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1e6);
  const server = await startTestServer();
  process.env[adminUrlVariable] = server.adminUrl;
  const cases = [...crashCases(), ...linkCases()].filter(({ name }) =>
    new RegExp(values.only).test(name),
  );
  console.log(`seed ${seed}, ${cases.length} cases`);
  process.stdout.write("");
  const t = Date.now();
  await runCases(cases, {
    seed,
    lanes: Number(values.lanes),
    onResult: (r) => console.log(r.error ? 'FAIL' : 'ok', r.name, r.settledMs, r.error ?? ''),
  });
  console.log(`${(Date.now() - t) / 1000} s`);
  await server.stop();
  process.exit(0);
});
