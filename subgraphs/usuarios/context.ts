import type DataLoader from 'dataloader';
import type { Caller } from '../../common/process/identity/service-token.ts';
import type { SignedInActors } from '../../common/process/identity/sign-in-header.ts';
import type { AuthContext } from '../../common/subgraph/auth/enforce-auth.ts';
import type { Database } from '../../common/subgraph/database/database.ts';
import { byKeyLoader, rowReader } from '../../common/subgraph/graphql/by-key-loader.ts';
import {
  type ConnectionLoader,
  createConnectionLoader,
  createPageReader,
} from '../../common/subgraph/graphql/connection.ts';
import type { LoaderContext } from '../../common/subgraph/graphql/fresh-loaders.ts';
import type { RequestContext } from '../../common/subgraph/server/subgraph-server.ts';
import type { CheckLinks } from './accounts/account-links.ts';
import { type AccountRow, findAccounts } from './accounts/account-store.ts';
import type { PasswordHasher } from './accounts/password-hash.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import type { AccessTokens } from './sessions/access-tokens.ts';
import type { RefreshTokens } from './sessions/refresh-token.ts';
import type { TokenCookie } from './sessions/token-cookie.ts';

/** The resources that usuarios' resolvers share, for the life of the process. */
export interface Resources {
  prisma: PrismaClient;
  database: Database;
  passwords: PasswordHasher;
  accessTokens: AccessTokens;
  refreshTokens: RefreshTokens;
  refreshCookie: TokenCookie;
  deviceCookie: TokenCookie;
}

/** The context that usuarios' resolvers get with each request. */
export interface SubgraphContext
  extends RequestContext,
    AuthContext,
    Resources,
    LoaderContext<Loaders> {
  checkLinks: CheckLinks;
  /** As the request came: `caller` is another one below a field that signs somebody in. */
  sender: Caller;
  /** Fields that have signed somebody in. */
  signedIn: SignedInActors;
}

/** Made anew for each request and each mutation in it: what is read twice is read once. */
export interface Loaders {
  accountById: DataLoader<number, AccountRow | null>;
  pages: ConnectionLoader;
}

/** Makes the maker of a request's loaders; what they read, the requests of a moment share. */
export function createLoaderFactory({
  prisma,
  database,
}: Pick<Resources, 'prisma' | 'database'>): () => Loaders {
  const readAccounts = rowReader(
    (ids: number[]) => findAccounts(prisma, ids),
    ({ id }) => id,
  );
  const pageReader = createPageReader(database);
  return () => ({
    accountById: byKeyLoader(readAccounts),
    pages: createConnectionLoader(pageReader),
  });
}
