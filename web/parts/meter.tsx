import { useId } from 'react';
import { Bar } from './bar.tsx';

/** The progress of something long, as a bar and in words. */
export function Meter({
  label,
  part,
  text,
}: {
  label: string;
  /** From 0 to 1. */
  part: number;
  text: string;
}) {
  const id = useId();
  return (
    <div className="meter">
      <div className="label-row">
        <span id={id} className="label">
          {label}
        </span>
        <span className="num">{text}</span>
      </div>
      <div
        className="meter__bar"
        role="progressbar"
        aria-labelledby={id}
        aria-valuenow={Math.round(part * 100)}
        aria-valuetext={text}
      >
        <Bar part={part} />
      </div>
    </div>
  );
}
