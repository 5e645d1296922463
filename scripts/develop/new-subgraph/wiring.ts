import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Service, serviceNamed, subgraphNames } from '../../../common/topology/services.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import type { Files } from './new-files.ts';
import type { SubgraphNames } from './subgraph-names.ts';

/** The subgraph whose entries are repeated for the new one. */
interface Model {
  readonly like: Service;
  /** The other subgraphs: what names them is about the model's own business. */
  readonly others: readonly string[];
}

type Edit = (text: string, names: SubgraphNames, model: Model) => string;

/** Every file that lists the subgraphs, and how a new one joins. */
const EDITS: Readonly<Record<string, Edit>> = {
  'common/topology/services.ts': addToServices,
  'router/config.ts': addToRouter,
  'router/config.test.ts': repeatOwnEntries,
  'docker-compose.yml': addToCompose,
  'deploy/docker/mysql-databases.sh': repeatOwnLines,
  '.env.example': repeatOwnLines,
  'docs/architecture.md': addToArchitecture,
};

/**
 * The changed texts of the files that list the subgraphs.
 * @throws OperatorError when a file no longer looks as expected
 */
export function wiredFiles(root: string, names: SubgraphNames): Files {
  // The shortest name: the formatter leaves its entries on one line each.
  const [like] = [...subgraphNames].sort((a, b) => a.length - b.length);
  if (like === undefined) throw new OperatorError('There is no subgraph to take as a model.');
  const model = {
    like: serviceNamed(like),
    others: subgraphNames.filter((name) => name !== like),
  };
  return new Map(
    Object.entries(EDITS).map(([path, edit]) => {
      const before = readFileSync(join(root, path), 'utf8');
      const after = edit(before, names, model);
      if (after === before) {
        throw new OperatorError(`${path} has no place for a new subgraph: add it there by hand.`);
      }
      return [path, after];
    }),
  );
}

/** The same text about the new subgraph. */
function renamed(text: string, { name, NAME, port }: SubgraphNames, { like }: Model): string {
  return text
    .replaceAll(asWord(like.name.toUpperCase()), NAME)
    .replaceAll(asWord(like.name), name)
    .replaceAll(asWord(String(like.defaultPort)), String(port));
}

/** True for a line about the model and no other subgraph. */
function isOwnLine(line: string, { like, others }: Model): boolean {
  const mentions = (name: string) =>
    asWord(name).test(line) || asWord(name.toUpperCase()).test(line);
  return mentions(like.name) && !others.some(mentions);
}

/** Matches a name where it is not a part of another: `VENTAS` of `VENTAS_PORT`, not `ventasweb`. */
function asWord(name: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, 'g');
}

/** Repeats each line that is about the model alone, for the new subgraph. */
function repeatOwnLines(text: string, names: SubgraphNames, model: Model): string {
  return text
    .split('\n')
    .flatMap((line) => (isOwnLine(line, model) ? [line, renamed(line, names, model)] : [line]))
    .join('\n');
}

/** The same for the entries of lists and objects only. */
function repeatOwnEntries(text: string, names: SubgraphNames, model: Model): string {
  return text.replaceAll(/^.*,$/gm, (line) => repeatOwnLines(line, names, model));
}

function addToServices(text: string, names: SubgraphNames, model: Model): string {
  const row = `  {
    name: '${names.name}',
    entry: 'subgraphs/${names.name}/main.ts',
    defaultPort: ${names.port},
    isSubgraph: true,
    calls: [],
    optionalVariables: [],
    fixedVariables: {},
  },
`;
  const router = text.indexOf("  {\n    name: 'router',");
  if (router < 0) return text;
  const end = text.indexOf('\n  },', router);
  // The router calls it, and may have variables about it.
  const joined = text
    .slice(router, end)
    .replaceAll(/'(\w+)'/g, (entry, value: string) =>
      isOwnLine(value, model) ? `${entry}, ${renamed(entry, names, model)}` : entry,
    );
  return text.slice(0, router) + row + joined + text.slice(end);
}

function addToRouter(text: string, names: SubgraphNames, model: Model): string {
  const table = /const SUBGRAPHS = \[\n([\s\S]*?)\n\] as const;/.exec(text);
  const rows = table?.[1]?.match(/^ {2}\{[\s\S]*?\},$/gm) ?? [];
  const row = rows.find((candidate) => candidate.includes(`name: '${model.like.name}'`));
  return row ? text.replace(row, () => `${row}\n${renamed(row, names, model)}`) : text;
}

function addToCompose(text: string, names: SubgraphNames, model: Model): string {
  const { name, NAME, port } = names;
  const service = `  ${name}:
    <<: *service
    command: ["node", "subgraphs/${name}/main.ts"]
    environment:
      <<: *environment
      ${NAME}_PORT: ${port}
      ${NAME}_DATABASE_URL: *${name}-database
      SECRET_ROUTER_${NAME}: \${SECRET_ROUTER_${NAME}:?set it in .env}
    healthcheck:
      <<: *healthcheck
      test: ["CMD", "node", "deploy/docker/healthcheck.mjs", "${port}"]
    depends_on:
      migrate:
        condition: service_completed_successfully

`;
  const sections = text.split(/^(?= {2}[\w-]+:\n)|^(?=\w[\w-]*:)/m);
  return sections
    .map((section) => {
      if (section.startsWith('  router:')) {
        return service + waitFor(repeatOwnLines(section, names, model), names, model);
      }
      const listsAll = section.startsWith('  mysql:') || section.startsWith('  migrate:');
      return listsAll ? repeatOwnLines(section, names, model) : section;
    })
    .join('');
}

/** Its own line is repeated by then; the condition below belongs to both. */
function waitFor(section: string, { name }: SubgraphNames, { like }: Model): string {
  const condition = '        condition: service_healthy';
  return section.replace(
    `      ${like.name}:\n      ${name}:\n${condition}\n`,
    () => `      ${like.name}:\n${condition}\n      ${name}:\n${condition}\n`,
  );
}

function addToArchitecture(text: string, names: SubgraphNames, model: Model): string {
  const { name, NAME, port } = names;
  const password = `\`${model.like.name.toUpperCase()}_DATABASE_PASSWORD\``;
  const newPassword = `\`${NAME}_DATABASE_PASSWORD\``;
  return text
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('| `router`')) {
        const calls = line.replace(
          `\`${model.like.name}\``,
          () => `\`${model.like.name}\`, \`${name}\``,
        );
        return [`| \`${name}\` | ${port} | the database \`${name}\` | nothing |`, calls];
      }
      return [line, ...variableRow(line, names, model)];
    })
    .join('\n')
    .replace(new RegExp(`( and|,) ${password}`), (_, comma: string) => {
      return `, ${password}${comma} ${newPassword}`;
    });
}

/** The row of the new subgraph's variable, after the row of the model's. */
function variableRow(line: string, names: SubgraphNames, model: Model): string[] {
  const cellsOfLine = line.split('|').map((cell) => cell.trim());
  const [, variable = '', fallback = '', readers = '', meaning = ''] = cellsOfLine;
  const isVariable = /^`[A-Z_]+`$/.test(variable) && !variable.endsWith('_PASSWORD`');
  if (!isVariable || !isOwnLine(variable, model)) return [];
  const own = readers.split(', ').filter((reader) => !model.others.includes(reader));
  const cells = [variable, fallback, own.join(', '), meaning];
  return [`| ${cells.map((cell) => renamed(cell, names, model)).join(' | ')} |`];
}
