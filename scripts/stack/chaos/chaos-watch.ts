import type { ProcessStatus, TargetName } from './chaos-status.ts';

/** A process that may be killed: always a child of this supervisor. */
export interface ChaosTarget {
  name: TargetName;
  /** Null while it is down. */
  pid(): number | null;
  kill(): void;
  /** Whether it does its work. */
  isReady(): Promise<boolean>;
}

/** The life of the targets, as it is seen from outside. */
export interface TargetWatch {
  read(): ProcessStatus[];
  stop(): void;
}

const LOOK_MS = 100;

interface Life {
  pid: number | null;
  isAlive: boolean;
  /** It was up before. */
  wasAlive: boolean;
  /** When it last came up or went down, by the clock that is never set. */
  sinceMs: number;
  cameBackMs: number | null;
}

/** Looks at each target and notes when it goes and when it is back at work. */
export function watchTargets(
  targets: readonly ChaosTarget[],
  onBack: (name: TargetName, tookMs: number) => void,
): TargetWatch {
  const lives = new Map<TargetName, Life>(targets.map(({ name, pid }) => [name, newLife(pid())]));
  const look = async ({ name, pid, isReady }: ChaosTarget) => {
    const life = lives.get(name);
    if (life === undefined) return;
    const now = pid();
    if (life.isAlive && now !== life.pid) {
      Object.assign(life, { pid: now, isAlive: false, sinceMs: performance.now() });
    }
    life.pid = now;
    if (life.isAlive || now === null || !(await isReady()) || pid() !== now) return;
    const tookMs = Math.round(performance.now() - life.sinceMs);
    const isBack = life.wasAlive;
    Object.assign(life, { isAlive: true, wasAlive: true, sinceMs: performance.now() });
    if (!isBack) return;
    life.cameBackMs = tookMs;
    onBack(name, tookMs);
  };
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void Promise.all(targets.map(look)).finally(() => {
      isLooking = false;
    });
  }, LOOK_MS);
  return {
    read: () =>
      targets.map(({ name }) => {
        const { pid, isAlive, sinceMs, cameBackMs } = lives.get(name) ?? newLife(null);
        return { name, pid, isAlive, cameBackMs, forMs: Math.round(performance.now() - sinceMs) };
      }),
    stop: () => clearInterval(timer),
  };
}

function newLife(pid: number | null): Life {
  const isAlive = pid !== null;
  return { pid, isAlive, wasAlive: isAlive, sinceMs: performance.now(), cameBackMs: null };
}
