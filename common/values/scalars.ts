import {
  GraphQLError,
  type GraphQLFormattedError,
  GraphQLScalarType,
  Kind,
  type ValueNode,
} from 'graphql';
import { formatSoles, parseSoles } from './money.ts';

/** Marks an error of a scalar of ours: validation gives it a code of its own. */
const JUDGED = 'scalar';

function badInput(detail: string): GraphQLError {
  const [name] = detail.split(':');
  return new GraphQLError(detail, { extensions: { code: 'BAD_USER_INPUT', [JUDGED]: name } });
}

/** Whether one of the scalars here has refused a value, as a literal or in a variable. */
export function isScalarRefusal({
  extensions,
}: Pick<GraphQLFormattedError, 'extensions'>): boolean {
  return extensions !== undefined && JUDGED in extensions;
}

function literalOf(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  return node.kind === Kind.INT ? Number(node.value) : undefined;
}

interface Values<Internal> {
  parse: (value: unknown) => Internal;
  serialize: (value: unknown) => string;
}

function scalar<Internal>(
  name: string,
  { parse, serialize }: Values<Internal>,
): GraphQLScalarType<Internal, string> {
  return new GraphQLScalarType({
    name,
    serialize,
    parseValue: parse,
    parseLiteral: (node) => parse(literalOf(node)),
  });
}

/** Resolvers take and give céntimos (hundredths): the graph alone writes amounts as texts. */
export const Decimal = scalar('Decimal', {
  parse: (value) => {
    const centimos = parseSoles(value);
    if (centimos !== null) return centimos;
    throw badInput('Decimal: se espera un monto con dos decimales como máximo, como "1299.90".');
  },
  serialize: (value) => {
    if (typeof value === 'bigint') return formatSoles(value);
    if (Number.isSafeInteger(value)) return formatSoles(Number(value));
    throw new TypeError(`Decimal: ${String(value)} is no whole number of céntimos`);
  },
});

/** An instant or a day that resolvers have as a text already. */
function writeText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Resolvers see an ISO instant in UTC. */
export const DateTime = scalar('DateTime', {
  serialize: writeText,
  parse: (value) => {
    const instant = typeof value === 'string' && RFC_3339.test(value) ? new Date(value) : null;
    if (instant === null || Number.isNaN(instant.getTime())) {
      throw badInput('DateTime: se espera un instante RFC 3339, como "2026-03-01T15:04:05Z".');
    }
    return instant.toISOString();
  },
});

/** Resolvers see a day `YYYY-MM-DD` that exists in the calendar. */
export const LocalDate = scalar('Date', {
  serialize: writeText,
  parse: (value) => {
    const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : '';
    const instant = new Date(`${day}T00:00:00Z`);
    if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== day) {
      throw badInput('Date: se espera un día que exista, como "2026-03-01".');
    }
    return day;
  },
});

/** The scalars of this graph, by name. */
export const SCALARS: ReadonlyMap<string, GraphQLScalarType> = new Map(
  [Decimal, DateTime, LocalDate].map((one) => [one.name, one]),
);
