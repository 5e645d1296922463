import { type GraphQLSchema, isScalarType } from 'graphql';
import { SCALARS } from '../../common/values/scalars.ts';

/**
 * Lets a schema judge values of our scalars, as literals and in variables. Without it a composed
 * schema takes whatever is given, and a subgraph refuses it when a mutation before it has run.
 */
export function judgeScalars(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const judge = SCALARS.get(type.name);
    if (!judge || !isScalarType(type)) continue;
    type.parseValue = judge.parseValue;
    type.parseLiteral = judge.parseLiteral;
  }
}
