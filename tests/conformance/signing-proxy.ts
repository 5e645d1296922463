import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeGracefully, listen } from '../../common/process/http/http-server.ts';
import { createSigner, SERVICE_TOKEN_HEADER } from '../../common/process/identity/service-token.ts';

/**
 * Lets a program that knows nothing of service tokens talk to a subgraph: signs what comes and
 * passes it on, everything else as it is.
 */
export async function startSigningProxy(subgraphUrl: string, callee: string, secret: string) {
  const sign = createSigner('router', callee, [secret]);
  const { pathname: path } = new URL(subgraphUrl);
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const answer = await fetch(subgraphUrl, {
      method: 'POST',
      body,
      headers: {
        ...(request.headers as Record<string, string>),
        [SERVICE_TOKEN_HEADER]: sign({ method: 'POST', path, body }),
      },
    });
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
    });
    response.end(await answer.text());
  });
  const port = await listen(server, '127.0.0.1', 0);
  return { url: `http://127.0.0.1:${port}${path}`, stop: () => closeGracefully(server) };
}
