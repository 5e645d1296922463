import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { parseSoles } from './money.ts';

function badInput(detail: string): GraphQLError {
  return new GraphQLError(detail, { extensions: { code: 'BAD_USER_INPUT' } });
}

function literalOf(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  return node.kind === Kind.INT ? Number(node.value) : undefined;
}

function scalar(name: string, parse: (value: unknown) => string): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
    parseValue: parse,
    parseLiteral: (node) => parse(literalOf(node)),
  });
}

/**
 * Resolvers see the text as it was given, already known to be an amount of at most two decimals.
 */
export const Decimal = scalar('Decimal', (value) => {
  if (parseSoles(value) === null) {
    throw badInput('Decimal: se espera un monto con dos decimales como máximo, como "1299.90".');
  }
  return String(value);
});

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Resolvers see an ISO instant in UTC. */
export const DateTime = scalar('DateTime', (value) => {
  const instant = typeof value === 'string' && RFC_3339.test(value) ? new Date(value) : null;
  if (instant === null || Number.isNaN(instant.getTime())) {
    throw badInput('DateTime: se espera un instante RFC 3339, como "2026-03-01T15:04:05Z".');
  }
  return instant.toISOString();
});

/** Resolvers see a day `YYYY-MM-DD` that exists in the calendar. */
export const LocalDate = scalar('Date', (value) => {
  const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : '';
  const instant = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== day) {
    throw badInput('Date: se espera un día que exista, como "2026-03-01".');
  }
  return day;
});
