import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { type RefusalCode, refusal } from '../../process/errors/refusals.ts';
import type { Actor, Caller } from '../../process/identity/service-token.ts';
import { type AuthRule, guardedFields } from './auth-rules.ts';

/** The parts of a request's context that the guards need. */
export interface AuthContext {
  caller: Caller;
  /** Hears of a signed-in user who asks for a field that their roles do not allow. */
  onForbidden?(coordinate: string): void;
}

/**
 * Puts a guard before every field that has a rule in the schema, however it is reached: from the
 * root, through another field, or as an entity. So the rules hold behind any router.
 * @throws Error naming each root field without a rule
 */
export function enforceAuth(schema: GraphQLSchema): GraphQLSchema {
  for (const { coordinate, field, rules } of guardedFields(schema)) {
    const kept = rules.filter((rule) => rule.kind === 'SignedIn');
    if (kept.length === 0) continue;
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context, info) => {
      const { caller } = context as AuthContext;
      const code = refusalOf(kept, caller.actor);
      if (code === null) return resolve(source, args, context, info);
      if (code === 'FORBIDDEN') (context as AuthContext).onForbidden?.(coordinate);
      throw refusal(code);
    };
  }
  return schema;
}

type SignedInRule = Extract<AuthRule, { kind: 'SignedIn' }>;

function refusalOf(rules: readonly SignedInRule[], actor: Actor | null): RefusalCode | null {
  if (actor === null) return 'UNAUTHENTICATED';
  const isAllowed = rules.every(
    ({ roles }) => roles.length === 0 || roles.some((role) => actor.roles.includes(role)),
  );
  return isAllowed ? null : 'FORBIDDEN';
}
