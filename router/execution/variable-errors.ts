import { GraphQLError } from 'graphql';
import { isScalarRefusal } from '../../common/values/scalars.ts';

/** A place below a variable, as graphql-js writes it at the end of what it says of a value. */
const PLACE = / at "([\w.[\]]+)"$/;
const VARIABLE = /^Variable "\$(\w+)" got invalid value /;

/**
 * Tells which value of the variables does not fit, and why, without the value: it may be a password
 * that came at the wrong place.
 * @param error of graphql-js, whose message repeats the value up to two times
 */
export function withoutValue(error: GraphQLError): GraphQLError {
  const name = VARIABLE.exec(error.message)?.[1];
  const reason = error.originalError?.message;
  if (name === undefined || reason === undefined) return error;
  const place = PLACE.exec(error.message.slice(0, -`; ${reason}`.length))?.[1];
  const shown = place === undefined ? '' : ` at "${place}"`;
  const why = isScalarRefusal(error) ? reason : reason.replace(/: .*$/s, '.');
  const { nodes, originalError, extensions } = error;
  return new GraphQLError(`Variable "$${name}" got an invalid value${shown}; ${why}`, {
    ...(nodes && { nodes }),
    ...(originalError && { originalError }),
    extensions: { ...extensions, code: 'BAD_USER_INPUT' },
  });
}
