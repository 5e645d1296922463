import { useEffect, useRef } from 'react';
import { createScanner, withoutCode } from './scanner.ts';

/**
 * Hears a scanner wherever the focus is, while the component is shown. The keys of a code press no
 * button and submit no form; its text is taken back out of the field into which it was typed.
 * @param onScan gets what was scanned and gives back the part of it that was the code; null leaves
 *   it to the field, as a document that is read into the search for customers
 */
export function useScanner(
  onScan: (scanned: { text: string; heard: string }) => string | null,
): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    const scanner = createScanner();
    const onKey = (event: KeyboardEvent) => {
      const { key, repeat, ctrlKey, altKey, metaKey, timeStamp } = event;
      const isShortcut = ctrlKey || altKey || metaKey;
      const verdict = scanner.hear({ key, at: timeStamp, isRepeat: repeat, isShortcut });
      const isButton = event.target instanceof HTMLButtonElement;
      if (verdict.kind === 'FAST' && key === ' ' && isButton) event.preventDefault();
      if (verdict.kind !== 'SCANNED') return;
      const code = latest.current(verdict);
      if (code === null) return;
      event.preventDefault();
      event.stopPropagation();
      takeBack(event.target, code);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

function takeBack(target: EventTarget | null, code: string): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  const caret = target.selectionStart ?? target.value.length;
  const kept = withoutCode(target.value, { code, caret });
  if (kept.text === target.value) return;
  // React hears of a value only through the setter of the element's own class and its event.
  const proto = Object.getPrototypeOf(target) as object;
  Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(target, kept.text);
  target.dispatchEvent(new Event('input', { bubbles: true }));
}

/** A short low tone: the code is not known. */
export function beep(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.08;
  tone.frequency.value = 220;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.25);
  tone.onended = () => void audio.close();
}
