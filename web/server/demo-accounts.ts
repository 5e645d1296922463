import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type BuiltFile, type BuiltFiles, contentHash } from './built-files.ts';

/** The page looks for its accounts here. */
const META_NAME = 'electroplus-demo';

/**
 * The built files with a page that offers the accounts of a shop that is there to be tried.
 * @param accounts JSON, as `DEMO_ACCOUNTS` has it
 */
export function withDemoAccounts(files: BuiltFiles, accounts: string): BuiltFiles {
  const content = accounts.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const meta = `<meta name="${META_NAME}" content="${content}" />`;
  const plain = Buffer.from(
    files.index.plain.toString().replace('</head>', () => `${meta}</head>`),
  );
  const index: BuiltFile = {
    ...files.index,
    hash: contentHash(plain),
    plain,
    compressed: { br: brotliCompressSync(plain), gzip: gzipSync(plain) },
  };
  const byPath = new Map(
    [...files.byPath].map(([path, file]) => [path, file === files.index ? index : file]),
  );
  return { byPath, index };
}
