import { parseArgs } from 'node:util';
import { benchRouter } from './router.ts';
import { benchSales } from './sales.ts';

const USAGE = 'Usage: npm run bench [-- [sales|router] [--rounds N] [--seconds N] [--long]]';

const wanted = readArguments();
if (wanted === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 1;
} else {
  if (wanted.part !== 'router') await benchSales(wanted);
  if (wanted.part !== 'sales') await benchRouter(wanted);
}
// The channel to the parent would keep this process alive.
process.disconnect?.();

/** @returns null when they cannot be understood */
function readArguments() {
  try {
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
    return isKnown && rounds > 0 && seconds > 0
      ? { part, rounds, seconds, isLong: values.long }
      : null;
  } catch {
    return null; // An option that is not known: the usage says which are.
  }
}
