import { z } from 'zod';

const MAX_EMAIL_CHARACTERS = 254;
/** Mail to a host without a dot goes no further than one's own network. */
const DOT_IN_DOMAIN = /@[^@]+\.[^@]+$/;

function formOf(pattern: RegExp) {
  return z.email({ pattern }).max(MAX_EMAIL_CHARACTERS).regex(DOT_IN_DOMAIN);
}

const anyForm = formOf(z.regexes.unicodeEmail);
const asciiForm = formOf(z.regexes.html5Email);

/** Whether a text looks like an e-mail, in any script. */
export function isEmail(text: string): boolean {
  return anyForm.safeParse(text).success;
}

/** Whether a text is an e-mail as browsers check it: in ASCII, as somebody signs in with. */
export function isAsciiEmail(text: string): boolean {
  return asciiForm.safeParse(text).success;
}
