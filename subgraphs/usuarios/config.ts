import { z } from 'zod';
import { readEnvironment } from '../../common/process/config/environment.ts';
import { serviceVariables } from '../../common/process/config/service-variables.ts';
import { exampleOf } from '../../common/topology/derived.ts';
import type { OwnVariableOf } from '../../common/topology/services.ts';

/** A century. */
const MAX_DAYS = 36_500;

/** The forms of the variables that only usuarios has; the table of services lists them. */
const ownVariables = {
  AUDIT_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_DAYS)
    .default(Number(exampleOf('usuarios', 'AUDIT_DAYS'))),
} satisfies Record<OwnVariableOf<'usuarios'>, z.ZodType>;

/** The variables that usuarios reads from its environment. */
export function readConfig() {
  return readEnvironment({ ...serviceVariables('usuarios'), ...ownVariables }, process.env);
}
