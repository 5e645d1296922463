import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1.d.ts';
import {
  databaseUrlVariable,
  migrationsDatabaseUrlVariable,
} from '../../../../common/topology/derived.ts';
import type { Service } from '../../../../common/topology/services.ts';
import { MIGRATE_SCRIPT } from '../containers.ts';
import { guardedPod, type Program, variablesFrom } from './guarded-pod.ts';
import { type Component, DATABASES, labelsOf, metadataOf } from './object-names.ts';

/** The Job that migrates every database. */
export const MIGRATE = 'migrate';

/** The job that checks the promises of the sale protocol when somebody wants it. */
export const VERIFY = 'verify';

/** A migration that an eviction meets gets so long to end, since half of one must be repaired. */
const MIGRATION_LIMIT_S = 3_600;

/** The job is suspended: this time only has to be one. */
const SCHEDULE = '0 4 * * *';

/** The Job that alone knows the users who may change tables. */
export function migrateJob(rows: readonly Service[]): Job {
  const names = databasesOf(rows);
  const migrationUrls = names.map(migrationsDatabaseUrlVariable);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(MIGRATE, 'migrations'),
    spec: jobSpec('migrations', MIGRATION_LIMIT_S, {
      name: MIGRATE,
      script: MIGRATE_SCRIPT,
      env: [
        ...variablesFrom(DATABASES, names.map(databaseUrlVariable)),
        ...variablesFrom(DATABASES, migrationUrls, { optional: true }),
      ],
    }),
  };
}

/** `npm run verify` in the cluster: a job is made of it by hand, as it reads whole tables. */
export function verifyJob(rows: readonly Service[]): CronJob {
  const env = variablesFrom(DATABASES, databasesOf(rows).map(databaseUrlVariable));
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadataOf(VERIFY, 'verification'),
    spec: {
      schedule: SCHEDULE,
      suspend: true,
      jobTemplate: {
        spec: jobSpec('verification', 0, {
          name: VERIFY,
          script: 'scripts/operate/verify/verify.ts',
          env,
        }),
      },
    },
  };
}

/** Both may be run again: what is migrated is left alone, and a check changes nothing. */
function jobSpec(component: Component, stopLimitS: number, program: Program): JobSpec {
  return {
    backoffLimit: 2,
    template: {
      metadata: { labels: labelsOf(program.name, component) },
      spec: {
        ...guardedPod(program),
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: stopLimitS,
      },
    },
  };
}

function databasesOf(rows: readonly Service[]): string[] {
  return rows.flatMap(({ kind, name }) => (kind === 'SUBGRAPH' ? [name] : []));
}
