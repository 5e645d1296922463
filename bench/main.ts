// `npm run bench [-- [sales|router|web] [--rounds N] [--seconds N] [--sales N] [--long]]`: measures
// the sale path and the router, or one of them, or the web client, which needs a browser.
import { readArguments } from '../scripts/operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../scripts/operate/environment/operator-error.ts';
import { benchRouter } from './router.ts';
import { benchSales } from './sales.ts';
import { benchWeb } from './web/web.ts';

const USAGE =
  'npm run bench [-- [sales|router|web] [--rounds N] [--seconds N] [--sales N] [--long]]';
const PARTS: ReadonlySet<string> = new Set(['sales', 'router', 'web']);
const OPTIONS = {
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '5' },
  sales: { type: 'string', default: '1000' },
  long: { type: 'boolean', default: false },
} as const;

await runCommand(async () => {
  const { part, sales, ...measured } = readChoices();
  if (part === 'web') return benchWeb({ sales });
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
  const { rounds, seconds, sales } = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    sales: Number(values.sales),
  };
  const isKnown = part === undefined || PARTS.has(part);
  if (!isKnown || !(rounds > 0) || !(seconds > 0) || !(sales > 0))
    throw new OperatorError(`Usage: ${USAGE}`);
  return { part, rounds, seconds, sales, isLong: values.long };
}
