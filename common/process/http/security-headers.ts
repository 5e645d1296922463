import type { HttpCall } from './http-server.ts';

const FOR_EVERY_ANSWER = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  // An answer that is no page may load nothing at all; a page brings a policy of its own.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
/** One year. Browsers mind it only over TLS. */
const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };

/** The headers by which every answer to a client instructs browsers. */
export function securityHeaders({ headers }: Pick<HttpCall, 'headers'>): Record<string, string> {
  const isBehindTls = headers['x-forwarded-proto'] === 'https';
  return isBehindTls ? { ...FOR_EVERY_ANSWER, ...STRICT_TRANSPORT } : FOR_EVERY_ANSWER;
}
