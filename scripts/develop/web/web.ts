// `npm run web`: the page of the browser from its sources, renewed on every change, for those who
// develop it. It needs the router of a running `npm start`, to which it passes requests on.
import { join } from 'node:path';
import { createServer } from 'vite';
import { generateAll } from '../../contract/generate/generate.ts';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { loadDotEnv, REPOSITORY_ROOT, readSettings } from '../../operate/environment/settings.ts';
import { graphqlUrl } from '../../stack/supervisor/service-environment.ts';

await runCommand(async () => {
  readArguments('npm run web');
  loadDotEnv();
  const settings = readSettings(process.env);
  await generateAll();
  const gateway = new URL(settings.variables['API_GATEWAY_URL'] ?? graphqlUrl(settings, 'router'));
  const server = await createServer({
    configFile: join(REPOSITORY_ROOT, 'vite.config.ts'),
    root: join(REPOSITORY_ROOT, 'web'),
    server: {
      host: settings.host,
      // The next free one, where npm start has this one.
      port: settings.ports.web,
      proxy: {
        '/graphql': {
          target: gateway.origin,
          rewrite: (path) => path.replace('/graphql', gateway.pathname),
        },
      },
    },
  });
  await server.listen();
  server.printUrls();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
});
