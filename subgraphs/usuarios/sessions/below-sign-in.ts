import { defaultFieldResolver, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import {
  rootFieldKey,
  SIGN_IN_HEADER,
  writeSignIns,
} from '../../../common/process/identity/sign-in-header.ts';
import type { SubgraphContext } from '../context.ts';

type SignInContext = Pick<SubgraphContext, 'caller' | 'sender' | 'signedIn' | 'replyHeaders'>;

/**
 * Lets what is selected below a mutation run as the user whom it has signed in, who has no token
 * yet: here, and by a header in the other subgraphs.
 * @param path of the mutation
 */
export function runBelowAs(
  context: SignInContext,
  { key }: GraphQLResolveInfo['path'],
  actor: Actor,
): void {
  context.caller = { ...context.sender, actor };
  context.signedIn[rootFieldKey(String(key))] = actor;
  context.replyHeaders[SIGN_IN_HEADER] = writeSignIns(context.signedIn);
}

/**
 * Makes each mutation begin as whoever sent the request, whomever one before it has signed in: they
 * run one after the other, each with all that is selected below it.
 */
export function eachMutationAsSender(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context: SignInContext, info) => {
      context.caller = context.sender;
      return resolve(source, args, context, info);
    };
  }
  return schema;
}
