/**
 * The page loads nothing from elsewhere, and only the code that was built with it runs.
 * @param gateway origin of the gateway that the page was built for, when it is not this process
 */
const pagePolicy = (gateway: string | null) => [
  "default-src 'none'",
  // The reader of barcodes is WebAssembly.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  `connect-src 'self'${gateway === null ? '' : ` ${gateway}`}`,
  "worker-src 'self'",
  "manifest-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The page starts two workers: the one that keeps it, and the one that reads files of an import.
  'trusted-types sw csv',
];

/** Without trusted types: a worker that may not call `importScripts` installs empty, in silence. */
const SERVICE_WORKER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
];

/** The camera reads barcodes; nothing else of the device is asked for. */
const PERMISSIONS = 'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=()';

const SERVICE_WORKER_PATH = '/sw.js';

/** The headers by which a served file instructs browsers, besides those of every answer. */
export function policyHeaders(path: string, gateway: string | null): Record<string, string> {
  const policy = path === SERVICE_WORKER_PATH ? SERVICE_WORKER_POLICY : pagePolicy(gateway);
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
  };
}
