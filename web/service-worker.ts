/// <reference lib="webworker" />
// Keeps the page itself in the browser, so that it opens without a connection. It never touches
// what the page asks of the gateway: a sale needs an answer, not a copy of one.

export {};

declare const self: ServiceWorkerGlobalScope;
/** The build puts in every file of the page, and a name that changes with any of them. */
declare const SHELL_FILES: readonly string[];
declare const SHELL_VERSION: string;

const PAGE = '/';
const PREFIX = 'shell-';
const CACHE = `${PREFIX}${SHELL_VERSION}`;
/** Paths that the page itself understands, as its server does: words, without the dot of a file. */
const PAGE_PATH = /^(?:\/[\w-]+)*\/?$/;
/** Paths of routes, which are not the page's. */
const NO_PAGE = /^\/(?:graphql$|(?:graphql|caos|health)\/)/;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOldShells(), self.clients.claim()]));
});

/** The page says when nothing is on the screen that another version could lose. */
self.addEventListener('message', (event) => {
  if (event.data === 'TAKE_OVER') event.waitUntil(takeOver());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  const isPage = request.mode === 'navigate' && PAGE_PATH.test(pathname) && !NO_PAGE.test(pathname);
  if (isPage) event.respondWith(keptOrFetched(PAGE, request));
  else if (SHELL_FILES.includes(pathname)) event.respondWith(keptOrFetched(pathname, request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Past the browser's own memory: names without a hash may be older there than this worker.
  await cache.addAll(SHELL_FILES.map((path) => new Request(path, { cache: 'reload' })));
}

/** Every page is loaded anew then, and only one of them has said that it may be. */
async function takeOver(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = windows.filter(({ frameType }) => frameType === 'top-level');
  if (pages.length <= 1) await self.skipWaiting();
}

async function dropOldShells(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function keptOrFetched(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
