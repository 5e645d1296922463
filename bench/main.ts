import { parseArgs } from 'node:util';
import { benchSales } from './sales.ts';

const USAGE = 'Usage: npm run bench -- [sales] [--rounds N] [--seconds N] [--long]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    long: { type: 'boolean', default: false },
  },
});
const [part = 'sales'] = positionals;
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
if (part !== 'sales' || !(rounds > 0) || !(seconds > 0)) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 1;
} else {
  await benchSales({ rounds, seconds, isLong: values.long });
}
// The channel to the parent would keep this process alive.
process.disconnect?.();
