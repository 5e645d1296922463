import { useEffect, useRef, useState } from 'react';
import { count } from '../words/format.ts';
import { scaleFor } from './chart-scale.ts';
import type { Slot } from './chart-slots.ts';

const LEFT = 46;
const TOP = 20;
const FOOT = 24;
const CAP = 2;
/** A label under a column needs this width, in px. */
const LABEL_WIDTH = 22;

/** The sizes of a drawing, in px. */
interface Sizes {
  width: number;
  height: number;
}

/**
 * Columns of now over those of before. It is drawn anew for each width, so that its text keeps its
 * size.
 */
export function BarChart({ slots, sentence }: { slots: readonly Slot[]; sentence: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="chart-box">
      {width > 0 && (
        <Drawing
          slots={slots}
          sentence={sentence}
          sizes={{ width, height: width > 900 ? 352 : 250 }}
        />
      )}
    </div>
  );
}

function Drawing({
  slots,
  sentence,
  sizes: { width, height },
}: {
  slots: readonly Slot[];
  sentence: string;
  sizes: Sizes;
}) {
  const lines = scaleFor(Math.max(...slots.map(({ now, before }) => Math.max(now, before))));
  const top = lines.at(-1)?.value ?? 1;
  const floor = height - FOOT;
  const yOf = (value: number) => floor - (value / top) * (floor - TOP);
  const step = (width - LEFT) / slots.length;
  const gap = Math.min(12, step * 0.2);
  const inset = Math.min(7, step * 0.12);
  const every = Math.ceil(LABEL_WIDTH / step);
  const peak = slots.reduce((most, slot) => (slot.now > most.now ? slot : most));
  const columns = slots.map((slot, at) => ({
    ...slot,
    x: LEFT + at * step + gap / 2,
    center: LEFT + (at + 0.5) * step,
    hasLabel: slot.state === 'OPEN' || (at % every === 0 && !isBesideOpen(slots, at, every)),
  }));
  const wide = step - gap;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={sentence}
    >
      {lines.map(({ value, label }) => (
        <g key={value}>
          <line className="grid" x1={LEFT} x2={width} y1={yOf(value)} y2={yOf(value)} />
          <text x={LEFT - 8} y={yOf(value) + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {columns.map(({ key, x, before }) => (
        <rect
          key={key}
          className="then"
          x={x}
          y={yOf(before)}
          width={wide}
          height={floor - yOf(before)}
        />
      ))}
      {columns.map(({ key, x, now, state }) => (
        <rect
          key={key}
          className={state === 'OPEN' ? 'open' : 'now'}
          x={x + inset}
          y={yOf(now)}
          width={Math.max(1, wide - inset * 2)}
          height={floor - yOf(now)}
          rx={Math.min(3, wide / 4)}
        />
      ))}
      {columns.map(
        ({ key, x, before }) =>
          before > 0 && (
            <rect key={key} className="cap" x={x} y={yOf(before) - 1} width={wide} height={CAP} />
          ),
      )}
      {columns.map(
        ({ key, center, label, state, hasLabel }) =>
          hasLabel && (
            <text
              key={key}
              className={state === 'OPEN' ? 'now-label' : undefined}
              x={center}
              y={height - 6}
              textAnchor="middle"
            >
              {label}
            </text>
          ),
      )}
      {peak.now > 0 && (
        <PeakLabel
          x={columns.find(({ key }) => key === peak.key)?.center ?? LEFT}
          y={yOf(peak.now) - 6}
          width={width}
          text={count(Math.round(peak.now / 100))}
        />
      )}
    </svg>
  );
}

/** The label of the column that runs now is always there; those that would touch it are not. */
function isBesideOpen(slots: readonly Slot[], at: number, every: number): boolean {
  const open = slots.findIndex(({ state }) => state === 'OPEN');
  return every > 1 && open !== -1 && open !== at && Math.abs(open - at) < every;
}

function PeakLabel({ x, y, width, text }: { x: number; y: number; width: number; text: string }) {
  const half = text.length * 4;
  return (
    <text
      className="now-label"
      x={Math.min(Math.max(x, LEFT + half), width - half)}
      y={y}
      textAnchor="middle"
    >
      {text}
    </text>
  );
}
