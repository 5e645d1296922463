// Health check of a container: exits 0 when its service takes requests. The port is the one that
// the environment gives to a service of the graph, else the router's default.
import { portVariable, serviceNamed } from '../../common/topology/derived.ts';
import { SERVICES } from '../../common/topology/services.ts';

const LIMIT_MS = 2_500;

const given = SERVICES.map(({ name }) => process.env[portVariable(name)]).find(Boolean);
const port = given ?? serviceNamed('router').defaultPort;

try {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
}
