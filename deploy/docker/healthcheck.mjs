// Health check of a container: exits 0 when the service on this port takes requests.
// Usage: node deploy/docker/healthcheck.mjs PORT
const [port] = process.argv.slice(2);
const limitMs = 2_500;

try {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
    signal: AbortSignal.timeout(limitMs),
  });
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
}
