import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import Negotiator from 'negotiator';

/** Below this a compressed body and its header save nothing, in characters. */
const LEAST_CHARACTERS = 1_024;
/** Brotli's levels above cost several times the CPU of an answer for a tenth less of its size. */
const BROTLI_LEVEL = 4;
const GZIP_LEVEL = 5;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

const COMPRESS: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    toBrotli(body, {
      params: {
        [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT,
        [zlib.BROTLI_PARAM_QUALITY]: BROTLI_LEVEL,
        [zlib.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body) => toGzip(body, { level: GZIP_LEVEL }),
};
/** The smaller one first: clients weigh them alike. */
const OFFERED = Object.keys(COMPRESS);

/** A body as it is sent. */
export interface EncodedBody {
  body: Buffer;
  /** `content-encoding`, when it is compressed. */
  headers: Record<string, string>;
}

/** Whether a body is long enough, and the client takes any that is compressed. */
export function isCompressible(
  body: string | Buffer,
  headers: IncomingHttpHeaders,
): body is string {
  const isLong = typeof body === 'string' && body.length >= LEAST_CHARACTERS;
  return isLong && headers['accept-encoding'] !== undefined;
}

/** The first of the offered encodings that a client takes; null for none of them. */
export function acceptedEncoding(
  headers: IncomingHttpHeaders,
  offered: readonly string[],
): string | null {
  const accepted = new Negotiator({ headers }).encodings([...offered]);
  return offered.find((encoding) => accepted.includes(encoding)) ?? null;
}

/**
 * Compresses a body by Brotli or gzip when the client takes one of them.
 * @returns null when it is sent as it is
 */
export async function compressed(
  text: string,
  headers: IncomingHttpHeaders,
): Promise<EncodedBody | null> {
  const encoding = acceptedEncoding(headers, OFFERED);
  const compress = encoding === null ? undefined : COMPRESS[encoding];
  if (encoding === null || !compress) return null;
  return { body: await compress(Buffer.from(text)), headers: { 'content-encoding': encoding } };
}
