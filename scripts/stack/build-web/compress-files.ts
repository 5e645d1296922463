import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Pictures and fonts are compressed already. */
const COMPRESSIBLE: ReadonlySet<string> = new Set([
  ...['.css', '.html', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest'],
]);
/** Below this a header for it costs as much as it saves. */
const LEAST_BYTES = 512;

/** Puts beside each file of a folder what a server may send in its place: `.br` and `.gz`. */
export async function compressFiles(directory: string): Promise<void> {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && COMPRESSIBLE.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(paths.map(compressFile));
}

async function compressFile(path: string): Promise<void> {
  const plain = readFileSync(path);
  if (plain.length < LEAST_BYTES) return;
  const params = {
    [zlib.BROTLI_PARAM_QUALITY]: zlib.BROTLI_MAX_QUALITY,
    [zlib.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  writeFileSync(`${path}.br`, await toBrotli(plain, { params }));
  writeFileSync(`${path}.gz`, await toGzip(plain, { level: zlib.Z_BEST_COMPRESSION }));
}
