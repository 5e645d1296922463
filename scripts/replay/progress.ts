import { SingleBar } from 'cli-progress';

/** Shows how far a step has come. */
export interface Progress {
  begin(label: string, total: number): void;
  advance(steps: number): void;
  end(): void;
}

const BAR_FORMAT =
  '{label} {bar} {percentage}% | {value}/{total} | {rate}/s | {eta_formatted} left';
const LINES_PER_STEP = 10;

/** A bar on a terminal; elsewhere (a pipe, a log) a plain line per tenth of the way. */
export function createProgress(output: NodeJS.WriteStream): Progress {
  return output.isTTY ? barOn(output) : linesOn(output);
}

function barOn(output: NodeJS.WriteStream): Progress {
  let bar: SingleBar | null = null;
  let startedAtMs = 0;
  let done = 0;
  return {
    begin(label, total) {
      bar = new SingleBar({
        format: BAR_FORMAT,
        stream: output,
        barsize: 30,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        hideCursor: true,
      });
      startedAtMs = performance.now();
      done = 0;
      bar.start(total, 0, { label: label.padEnd(18), rate: 0 });
    },
    advance(steps) {
      done += steps;
      const seconds = Math.max(performance.now() - startedAtMs, 1) / 1_000;
      bar?.update(done, { rate: Math.round(done / seconds) });
    },
    end() {
      bar?.stop();
      bar = null;
    },
  };
}

function linesOn(output: NodeJS.WritableStream): Progress {
  let label = '';
  let total = 0;
  let done = 0;
  return {
    begin(newLabel, newTotal) {
      [label, total, done] = [newLabel, newTotal, 0];
      output.write(`${label}: ${total}\n`);
    },
    advance(steps) {
      const tenthBefore = tenthOf(done, total);
      done += steps;
      if (tenthOf(done, total) > tenthBefore) output.write(`${label}: ${done}/${total}\n`);
    },
    end: () => undefined,
  };
}

function tenthOf(done: number, total: number): number {
  return Math.floor((done * LINES_PER_STEP) / Math.max(total, 1));
}
