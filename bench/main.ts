import { parseArgs } from 'node:util';
import { median } from './measure.ts';
import { measureRound, type Round, type RunName } from './sales.ts';
import { describeMachine, startWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    products: { type: 'string', default: '10000' },
  },
});

const world = await startWorld(Number(values.products));
try {
  process.stdout.write(`${await describeMachine(world)}\n`);
  await measureRound(world, 2_000);
  const rounds: Round[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    rounds.push(await measureRound(world, Number(values.seconds) * 1_000));
    const last = rounds.at(-1);
    for (const [name, run] of Object.entries(last ?? {})) {
      const cpu = Object.entries(run.cpuMsByProcess).map(([p, ms]) => `${p} ${ms.toFixed(2)}`);
      process.stdout.write(
        `${name.padEnd(12)} ${run.perSecond.toFixed(0).padStart(6)}/s p50 ${run.p50Ms.toFixed(1)} p99 ${run.p99Ms.toFixed(1)} ms  cpu ms: ${cpu.join(', ')}\n`,
      );
    }
  }
  const of = (name: RunName, pick: (run: Round[RunName]) => number) =>
    median(rounds.map((round) => pick(round[name])));
  const rate = (name: RunName) => of(name, ({ perSecond }) => perSecond);
  const p50 = (name: RunName) => of(name, ({ p50Ms }) => p50Ms);
  process.stdout.write(
    `ventas ÷ raw ${(rate('ventas') / rate('raw')).toFixed(2)}, router ÷ raw ${(rate('router') / rate('raw')).toFixed(2)}, hot ÷ spread ${(rate('hot') / rate('ventas')).toFixed(2)}, p50 ratio alone ${(p50('ventasAlone') / p50('rawAlone')).toFixed(2)}\n`,
  );
} finally {
  await world.stop();
}
process.disconnect?.();
