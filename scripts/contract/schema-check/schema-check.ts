// `npm run schema:check [-- --base REVISION] [--json] [--markdown FILE]`: what a change of the
// schema means for clients, services, plans and deployment. Compares the working tree with a
// revision, by default the commit at which this branch left main. Needs no network.
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { readArguments } from '../../operate/environment/command-arguments.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { checkSchemas } from './check-schemas.ts';
import { passes, type Report } from './finding.ts';
import { markdownReport, terminalReport } from './report-text.ts';
import { exportRevision, mergeBaseWithMain } from './revision.ts';

const USAGE = 'npm run schema:check [-- --base REVISION] [--json] [--markdown FILE]';
const OPTIONS = {
  base: { type: 'string' },
  json: { type: 'boolean', default: false },
  markdown: { type: 'string' },
} as const;

async function compareWith(revision: string): Promise<Report> {
  const base = exportRevision(REPOSITORY_ROOT, revision);
  try {
    const root = relative('', REPOSITORY_ROOT) || '.';
    return await checkSchemas({ root, base, today: new Date().toISOString().slice(0, 10) });
  } finally {
    base.remove();
  }
}

await runCommand(async () => {
  const { base, json, markdown } = readArguments(USAGE, { options: OPTIONS }).values;
  const report = await compareWith(base ?? mergeBaseWithMain(REPOSITORY_ROOT));
  // Appended: that is how the summary files of CI systems are written.
  if (markdown !== undefined) appendFileSync(markdown, markdownReport(report));
  process.stdout.write(
    json
      ? `${JSON.stringify({ passes: passes(report), ...report }, null, 2)}\n`
      : terminalReport(report, process.stdout.isTTY),
  );
  if (!passes(report)) process.exitCode = 1;
  if (process.connected) process.disconnect();
});
