/**
 * Says why this page cannot work with that gateway, or null. The session's cookie is of one site:
 * from a page under `localhost` a gateway under `127.0.0.1` gets none, and no session would last.
 * @param page the page's own address
 */
export function mismatchOf(page: URL, gateway: string): string | null {
  const target = new URL(gateway, page);
  if (target.hostname === page.hostname || siteOf(target) === siteOf(page)) return null;
  return (
    `Esta página es de ${page.hostname} y la puerta de enlace de ${target.hostname}: ` +
    'la sesión no duraría. Abra la página con el mismo nombre de servidor.'
  );
}

/** The last two labels of a name; an address and a lone name are a site of their own. */
function siteOf({ hostname, protocol }: URL): string {
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const site = isAddress ? hostname : hostname.split('.').slice(-2).join('.');
  return `${protocol}//${site}`;
}
