import { parseArgs } from 'node:util';
import { benchRouter } from './router.ts';
import { benchSales } from './sales.ts';

const USAGE = 'Usage: npm run bench -- [sales|router] [--rounds N] [--seconds N] [--long]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    long: { type: 'boolean', default: false },
  },
});
const [part] = positionals;
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const isKnown = part === undefined || part === 'sales' || part === 'router';
if (isKnown && rounds > 0 && seconds > 0) {
  if (part !== 'router') await benchSales({ rounds, seconds, isLong: values.long });
  if (part !== 'sales') await benchRouter({ rounds, seconds });
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 1;
}
// The channel to the parent would keep this process alive.
process.disconnect?.();
