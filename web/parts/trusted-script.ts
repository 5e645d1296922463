/** The part of trusted types that is used; the compiler's library of the DOM has none of it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** The page's policy knows one name for each worker: `sw` keeps the page, `csv` reads files. */
type WorkerName = 'sw' | 'csv';

/**
 * Says of an address of ours that a worker may be started from it; the page's policy takes no plain
 * text there. Each name serves once per page.
 */
export function trustedScript(name: WorkerName, script: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy(name, {
    createScriptURL(url) {
      if (url !== script) throw new TypeError(`${url} is no script of this page`);
      return url;
    },
  });
  return policy?.createScriptURL(script) ?? script;
}
