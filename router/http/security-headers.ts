import type { HttpCall } from '../../common/process/http/http-server.ts';

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

/** The Sandbox's page lists what it may load; this adds that nobody may frame it. */
export const SANDBOX_POLICY = "frame-ancestors 'none'";

/** The headers by which every answer instructs browsers. */
export function securityHeaders({ headers }: Pick<HttpCall, 'headers'>): Record<string, string> {
  const isBehindTls = headers['x-forwarded-proto'] === 'https';
  return isBehindTls ? { ...FOR_EVERY_ANSWER, ...STRICT_TRANSPORT } : FOR_EVERY_ANSWER;
}
