/**
 * Tells a scanner from a person by its speed: a scanner is a keyboard that types a code in a few
 * milliseconds and ends it with Enter or Tab. The mean gap decides, not each gap: a busy machine
 * holds single keys back.
 */

const MIN_CHARACTERS = 4;
/** The longest code that is remembered. */
const MAX_CHARACTERS = 128;
const MAX_MEAN_GAP_MS = 50;
/** A pause after which what was typed has nothing to do with what follows. */
const MAX_GAP_MS = 1_000;

/** A key as the window hears it. */
export interface KeyPress {
  key: string;
  /** ms, from any origin that stays. */
  at: number;
  isRepeat: boolean;
  /** With Ctrl, Alt or Meta: never part of a code. */
  isShortcut: boolean;
}

/** The meaning of a key. */
export type ScannerVerdict =
  /** A person may have typed it. */
  | { kind: 'TYPED' }
  /** So fast after the key before that a scanner probably types: no button reacts to it. */
  | { kind: 'FAST' }
  /**
   * A code has ended: this key is the scanner's too. `text` came at its speed; `heard` is all that
   * was typed without a pause, which on a busy machine may hold the beginning of the code.
   */
  | { kind: 'SCANNED'; text: string; heard: string };

const TYPED: ScannerVerdict = { kind: 'TYPED' };
const FAST: ScannerVerdict = { kind: 'FAST' };

interface Heard {
  character: string;
  /** ms. */
  at: number;
}

const END_KEYS: ReadonlySet<string> = new Set(['Enter', 'Tab']);

/** Hears every key and says when a code was read. */
export interface Scanner {
  hear(press: KeyPress): ScannerVerdict;
}

export function createScanner(): Scanner {
  let heard: Heard[] = [];
  return {
    hear(press) {
      // A scanner presses Shift for capitals.
      if (press.key === 'Shift') return TYPED;
      const next = hearAfter(heard, press);
      heard = next.heard;
      return next.verdict;
    },
  };
}

function hearAfter(heard: readonly Heard[], press: KeyPress) {
  const { key, at } = press;
  const gapMs = at - (heard.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  const isHand = isByHand(press);
  const before = isHand || gapMs > MAX_GAP_MS ? [] : heard;
  if (END_KEYS.has(key)) return { heard: [], verdict: endVerdict(before, at) };
  if (isHand || [...key].length !== 1) return { heard: [], verdict: TYPED };
  const kept = before.slice(1 - MAX_CHARACTERS);
  const verdict = gapMs <= MAX_MEAN_GAP_MS ? FAST : TYPED;
  return { heard: [...kept, { character: key, at }], verdict };
}

function endVerdict(heard: readonly Heard[], at: number): ScannerVerdict {
  const fast = fastTail(heard, at);
  return fast === null ? TYPED : { kind: 'SCANNED', text: textOf(fast), heard: textOf(heard) };
}

/** No scanner holds a key down, or presses Ctrl. */
function isByHand({ isRepeat, isShortcut }: KeyPress): boolean {
  return isRepeat || isShortcut;
}

/** The longest tail that was typed at a scanner's speed; null when it is too short. */
function fastTail(heard: readonly Heard[], endAt: number): readonly Heard[] | null {
  const from = heard.findIndex(({ at }, index) => {
    const count = heard.length - index;
    return count >= MIN_CHARACTERS && endAt - at <= count * MAX_MEAN_GAP_MS;
  });
  return from < 0 ? null : heard.slice(from);
}

function textOf(heard: readonly Heard[]): string {
  return heard.map(({ character }) => character).join('');
}

/**
 * The part of what was heard that is a known code: all of it, or its longest known tail, since a
 * person may have typed something right before.
 * @returns null when no part of it is known
 */
export function knownTail(text: string, isKnown: (code: string) => boolean): string | null {
  for (let from = 0; text.length - from >= MIN_CHARACTERS; from += 1) {
    const tail = text.slice(from);
    if (isKnown(tail)) return tail;
  }
  return null;
}

/** A field's text without a code that a scanner typed into it before the caret. */
export function withoutCode(
  text: string,
  { code, caret }: { code: string; caret: number },
): { text: string; caret: number } {
  const before = text.slice(0, caret);
  if (!before.endsWith(code)) return { text, caret };
  const kept = before.slice(0, -code.length);
  return { text: kept + text.slice(caret), caret: kept.length };
}
