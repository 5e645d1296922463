import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { ConfigurationError } from '../../common/process/config/environment.ts';
import { policyHeaders } from './page-policy.ts';

/** A file of the built page, in memory. */
export interface BuiltFile {
  contentType: string;
  /** Changes with the content. */
  hash: string;
  /** Headers that it has in every encoding. */
  headers: Record<string, string>;
  plain: Buffer;
  /** The same, compressed when the page was built, by content encoding. */
  compressed: Record<string, Buffer>;
}

export interface BuiltFiles {
  /** By the path of its URL. */
  byPath: ReadonlyMap<string, BuiltFile>;
  index: BuiltFile;
}

/** Suffixes of the compressed neighbours of a file, by content encoding. */
const SUFFIXES = { br: '.br', gzip: '.gz' } as const;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The build puts a hash of their content into the names of these. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const YEAR_SECONDS = 31_536_000;

/**
 * Reads the built page and all that lies beside it. Requests are answered from this memory, so no
 * path of a request ever reaches the disk.
 * @throws ConfigurationError when there is no built page
 */
export function readBuiltFiles(indexFile: string): BuiltFiles {
  const directory = dirname(indexFile);
  const paths = filesUnder(directory);
  const gateway = gatewayOf(directory);
  const isCompressed = (path: string) => Object.values<string>(SUFFIXES).includes(extname(path));
  const byPath = new Map(
    paths
      .filter((path) => !isCompressed(path))
      .map((path) => [
        urlPathOf(directory, path),
        readBuiltFile(path, { directory, paths, gateway }),
      ]),
  );
  const index = byPath.get(urlPathOf(directory, indexFile));
  if (index === undefined) {
    throw new ConfigurationError(`The page ${indexFile} is not there: npm run web:build makes it.`);
  }
  return { byPath, index };
}

/** Files whose names begin with a dot are the build's own. */
function filesUnder(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The build says here which other gateway's origin the page calls. */
const GATEWAY_FILE = '.gateway';

function gatewayOf(directory: string): string | null {
  const file = join(directory, GATEWAY_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function urlPathOf(directory: string, path: string): string {
  return `/${relative(directory, path).split(sep).join('/')}`;
}

interface Surroundings {
  directory: string;
  paths: readonly string[];
  gateway: string | null;
}

function readBuiltFile(path: string, { directory, paths, gateway }: Surroundings): BuiltFile {
  const plain = readFileSync(path);
  const urlPath = urlPathOf(directory, path);
  const present = Object.entries(SUFFIXES).filter(([, suffix]) => paths.includes(path + suffix));
  return {
    contentType: CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
    hash: contentHash(plain),
    headers: {
      ...policyHeaders(urlPath, gateway),
      // A name that stays is asked for again, and mostly answered 304.
      'cache-control': HASHED.test(urlPath)
        ? `public, max-age=${YEAR_SECONDS}, immutable`
        : 'no-cache',
    },
    plain,
    compressed: Object.fromEntries(
      present.map(([encoding, suffix]) => [encoding, readFileSync(path + suffix)]),
    ),
  };
}

/** Another content has another hash. */
export function contentHash(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}
