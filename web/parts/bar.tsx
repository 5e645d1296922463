import { useEffect, useRef } from 'react';

/** A bar of a list whose figures stand beside it in text. */
export function Bar({ part }: { part: number }) {
  const bar = useRef<HTMLSpanElement>(null);
  // The page's policy allows no style in the markup.
  useEffect(() => bar.current?.style.setProperty('--v', String(part)), [part]);
  return <span ref={bar} className="barlist__bar" aria-hidden="true" />;
}
