// The waits of a person, measured in the page: from the key that was pressed to the frame that
// shows what it has led to.
import type { Page } from 'playwright-core';

/** Waits of one kind, in ms. */
export interface Waits {
  p50Ms: number;
  p95Ms: number;
  count: number;
}

interface Watch {
  samples: number[];
  stop: () => void;
}

type Watched = typeof globalThis & { stopwatch?: Watch };

/**
 * Begins to measure in the page, from each press of a key in `keys` to the next frame after
 * something has changed in an element that `selector` names.
 */
export async function startWatch(page: Page, selector: string, keys: string): Promise<void> {
  await page.evaluate(
    ({ shown, pattern }) => {
      // The watch before hears no more keys: it would take part in what is measured.
      (globalThis as Watched).stopwatch?.stop();
      const wanted = new RegExp(`^(?:${pattern})$`);
      const samples: number[] = [];
      let pressedAt: number | null = null;
      const isShown = (node: Node) =>
        node instanceof Element && (node.closest(shown) ?? node.querySelector(shown)) !== null;
      const onKey = (event: KeyboardEvent) => {
        if (wanted.test(event.key)) pressedAt = performance.now();
      };
      const observer = new MutationObserver((records) => {
        const at = pressedAt;
        if (at === null) return;
        const isHit = records.some(
          ({ target, addedNodes }) =>
            isShown(target.nodeType === 1 ? target : (target.parentNode ?? target)) ||
            [...addedNodes].some(isShown),
        );
        if (!isHit) return;
        pressedAt = null;
        // After the frame, not before it: a task that waits for the next turn comes behind it.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => samples.push(performance.now() - at);
          port2.postMessage(null);
        });
      });
      const whole = { subtree: true, childList: true, characterData: true, attributes: true };
      window.addEventListener('keydown', onKey, { capture: true });
      observer.observe(document.body, whole);
      const stop = () => {
        window.removeEventListener('keydown', onKey, { capture: true });
        observer.disconnect();
      };
      (globalThis as Watched).stopwatch = { samples, stop };
    },
    { shown: selector, pattern: keys },
  );
}

/** Waits until so many have been measured, and gives them. */
export async function readWatch(page: Page, count: number): Promise<number[]> {
  await page.waitForFunction(
    (wanted) => ((globalThis as Watched).stopwatch?.samples.length ?? 0) >= wanted,
    count,
  );
  return page.evaluate(() => (globalThis as Watched).stopwatch?.samples ?? []);
}

/** @param samples ms */
export function waitsOf(samples: readonly number[]): Waits {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95), count: sorted.length };
}
