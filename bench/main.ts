// `npm run bench [-- [sales|router] [--rounds N] [--seconds N] [--long]]`: measures both, or one.
import { readArguments } from '../scripts/operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../scripts/operate/environment/operator-error.ts';
import { benchRouter } from './router.ts';
import { benchSales } from './sales.ts';

const USAGE = 'npm run bench [-- [sales|router] [--rounds N] [--seconds N] [--long]]';
const OPTIONS = {
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '5' },
  long: { type: 'boolean', default: false },
} as const;

await runCommand(async () => {
  const { part, ...measured } = readChoices();
  if (part !== 'router') await benchSales(measured);
  if (part !== 'sales') await benchRouter(measured);
});
// The channel to the parent would keep this process alive.
process.disconnect?.();

function readChoices() {
  const { values, positionals } = readArguments(USAGE, {
    options: OPTIONS,
    allowPositionals: true,
  });
  const [part] = positionals;
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  const isKnown = part === undefined || part === 'sales' || part === 'router';
  if (!isKnown || !(rounds > 0) || !(seconds > 0)) throw new OperatorError(`Usage: ${USAGE}`);
  return { part, rounds, seconds, isLong: values.long };
}
