import { useEffect, useRef, useState } from 'react';
import type { ChaosEvent, ChaosStatus } from './chaos-client.ts';
import { eventText } from './chaos-words.ts';

const HEIGHT = 190;
/** Below the ground line stand the words of the axis. */
const GROUND = HEIGHT - 26;
const TOP = 36;
/** Words of kills that are close to each other stand in two rows. */
const ROWS = [12, 28];
const SHOWN_SECONDS = 60;
/** Room for the longest words of a kill, in px. */
const WORDS_WIDTH = 120;
const FIRST_WIDTH = 760;
/** Parts of the height at which a line helps the eye. */
const LINES = [0, 0.5, 1];

/** Sales of each of the last seconds, with the kills. */
export function SalesChart({ status }: { status: ChaosStatus }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { perSecond } = status.load;
  const shown = perSecond.slice(-SHOWN_SECONDS);
  const most = Math.max(10, status.load.salesPerSecond, ...shown.map(({ sold }) => sold));
  const fromMs = status.nowMs - SHOWN_SECONDS * 1_000;
  const x = (atMs: number) => ((atMs - fromMs) / (SHOWN_SECONDS * 1_000)) * width;
  const y = (sold: number) => GROUND - (sold / most) * (GROUND - TOP);
  // A point stands at the end of its second.
  const points = shown
    .map(({ atMs, sold }) => ({ left: x(atMs + 1_000), top: y(sold) }))
    .filter(({ left }) => left >= 0)
    .map(({ left, top }) => `${left.toFixed(1)} ${top.toFixed(1)}`);
  const kills = status.events.filter(
    (event) => event.kind === 'KILLED' && event.atMs > fromMs && event.atMs < status.nowMs,
  );
  const now = shown.at(-1)?.sold ?? 0;
  return (
    <div ref={box}>
      <svg
        className="chart"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={labelOf(now, kills)}
      >
        {LINES.map((part) => (
          <line
            key={part}
            className="grid"
            x1={0}
            x2={width}
            y1={y(most * part)}
            y2={y(most * part)}
          />
        ))}
        <Trace points={points} />
        {kills.map((kill) => (
          <line
            key={kill.atMs}
            className="mark"
            x1={x(kill.atMs)}
            x2={x(kill.atMs)}
            y1={0}
            y2={GROUND}
          />
        ))}
        {kills.map((kill, index) => {
          const isLate = x(kill.atMs) > width - WORDS_WIDTH;
          return (
            <text
              key={kill.atMs}
              x={x(kill.atMs) + (isLate ? -6 : 6)}
              y={ROWS[index % ROWS.length]}
              textAnchor={isLate ? 'end' : 'start'}
            >
              {eventText(kill)}
            </text>
          );
        })}
        <text x={0} y={HEIGHT - 4}>
          hace {SHOWN_SECONDS} s
        </text>
        <text x={width} y={HEIGHT - 4} textAnchor="end">
          ahora
        </text>
      </svg>
    </div>
  );
}

function Trace({ points }: { points: readonly string[] }) {
  const [first, last] = [points[0]?.split(' ')[0], points.at(-1)?.split(' ')[0]];
  if (points.length < 2) return null;
  const line = `M${points.join('L')}`;
  return (
    <>
      <path className="area" d={`${line}L${last} ${GROUND}L${first} ${GROUND}Z`} />
      <path className="trace" d={line} />
    </>
  );
}

function labelOf(now: number, kills: readonly ChaosEvent[]): string {
  const told = kills.length === 0 ? '' : `. ${kills.map(eventText).join('; ')}`;
  return `Ventas por segundo en los últimos ${SHOWN_SECONDS} s: ${now} ahora${told}`;
}

/** The width of an element in px, so that words in a drawing keep their size. */
function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(1, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
