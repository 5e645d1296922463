import type { Rule } from '../../scripts/contract/schema-check/rule.ts';
import { isCode } from './source-files.ts';

const CLASS = /^(?:export )?(?:abstract )?class \w+(?: extends (\w+))?/gm;
/** Errors, and the one class that a library wants extended. */
const EXTENDED = /(?:Error|Fault|^RemoteGraphQLDataSource)$/;

/** Parts are made by functions (`createCache`); only errors are classes. */
export const onlyErrorsAreClasses: Rule = (files) =>
  files
    .filter(isCode)
    .flatMap(({ path, text }) =>
      [...text.matchAll(CLASS)]
        .filter(([, parent = '']) => !EXTENDED.test(parent))
        .map(([declaration]) => `${path}: ${declaration}: write a factory, createX()`),
    );
