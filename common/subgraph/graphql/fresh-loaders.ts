import { defaultFieldResolver, type GraphQLSchema } from 'graphql';

/** The part of a request's context that reads. */
export interface LoaderContext<Loaders extends object> {
  /** They hold the reads since the last mutation; resolvers take them anew at each use. */
  loaders: Loaders;
  createLoaders(): Loaders;
}

/**
 * Gives a request new loaders before and after each of its mutations, whatever they edit. Mutations
 * of one request run one after the other, and each answers with what it selects: without this, it
 * would show what the ones before it had read.
 */
export function withFreshLoaders(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = async (source, args, context: LoaderContext<object>, info) => {
      context.loaders = context.createLoaders();
      const payload: unknown = await resolve(source, args, context, info);
      context.loaders = context.createLoaders();
      return payload;
    };
  }
  return schema;
}
