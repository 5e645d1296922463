import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const WEB = join(import.meta.dirname, 'web');
const SERVICE_WORKER = 'sw';

/**
 * Tells the service worker which files the page is made of. The reader of barcodes is large and of
 * use with a camera only: it is fetched when it is used.
 */
const shellFiles: Plugin = {
  name: 'shell-files',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const worker = bundle[`${SERVICE_WORKER}.js`];
      if (worker?.type !== 'chunk') throw new Error('the build has no service worker');
      const built = Object.values(bundle)
        .filter((file) => file !== worker && !/\.(?:wasm|html)$/.test(file.fileName))
        .map(({ fileName }) => `/${fileName}`);
      const given = readdirSync(join(WEB, 'public')).map((name) => `/${name}`);
      const page = bundle['index.html'];
      const hash = createHash('sha256').update(JSON.stringify(built.sort()));
      hash.update(page?.type === 'asset' ? page.source : '');
      for (const path of given.sort()) hash.update(readFileSync(join(WEB, 'public', path)));
      const version = hash.digest('hex').slice(0, 16);
      const files = JSON.stringify(['/', ...given, ...built]);
      worker.code = `const SHELL_FILES=${files},SHELL_VERSION="${version}";\n${worker.code}`;
    },
  },
};

/** The typeface comes with the page: text that waited for it would move. */
const preloadedFont: Plugin = {
  name: 'preloaded-font',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle = {} }) {
      const fonts = Object.keys(bundle).filter((name) => name.endsWith('.woff2'));
      return fonts.map((name) => ({
        tag: 'link',
        attrs: {
          rel: 'preload',
          href: `/${name}`,
          as: 'font',
          type: 'font/woff2',
          crossorigin: '',
        },
        injectTo: 'head' as const,
      }));
    },
  },
};

export default defineConfig({
  root: 'web',
  plugins: [shellFiles, preloadedFont],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // A preload list of modules is a script of its own; browsers find these few by themselves.
    modulePreload: { polyfill: false },
    // A picture or a font inside of a file would need an exception in the page's CSP.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        index: join(WEB, 'index.html'),
        [SERVICE_WORKER]: join(WEB, 'service-worker.ts'),
      },
      output: {
        // Browsers look for another version of a worker at the address of the first one.
        entryFileNames: ({ name }) =>
          name === SERVICE_WORKER ? '[name].js' : 'assets/[name]-[hash].js',
      },
      onLog(level, log, handle) {
        // Libraries mark what runs in browsers, for servers that render pages; we have none.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
});
