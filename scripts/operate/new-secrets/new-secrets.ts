// `npm run secrets`: prints everything secret that production needs, new each time, as lines for a
// `.env`: `npm run secrets --silent >> .env`. Nothing is kept here.
import { readArguments } from '../environment/command-arguments.ts';
import { runCommand } from '../environment/operator-error.ts';
import { productionSecrets } from './production-secrets.ts';

await runCommand(async () => {
  readArguments('npm run secrets --silent [>> .env]');
  process.stdout.write(productionSecrets());
});
