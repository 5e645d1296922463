import { describeTables } from '../../common/subgraph/database/table.ts';
import type { Prisma } from './generated/prisma/client.ts';

const table = describeTables<Prisma.TypeMap>();

export const USER = table('User');
export const SESSION = table('Session');
export const REFRESH_TOKEN = table('RefreshToken');
export const SIGN_IN_FAILURES = table('SignInFailures');
export const AUDIT_ENTRY = table('AuditEntry');
