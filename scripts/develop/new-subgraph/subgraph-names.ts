import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, type Service } from '../../../common/topology/services.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';

/** The one new thing in all its spellings. */
export interface SubgraphNames {
  /** Of the subgraph, its database, its folder and its list in the graph: `entregas`. */
  name: string;
  /** `Entregas`, in names of mutations and their types. */
  Name: string;
  /** `ENTREGAS`, in variables of the environment. */
  NAME: string;
  /** The type that it owns: `Delivery`. */
  Entity: string;
  /** `delivery`, in fields. */
  entity: string;
  /** `DELIVERY`, as constant for its table. */
  ENTITY: string;
  /** `delivery`, as folder and beginning of file names. */
  folder: string;
  port: number;
}

/** With a suffix of 13 characters, as tests add, it must fit a user name of MySQL (32). */
const NAME = /^[a-z][a-z0-9]{2,18}$/;
const ENTITY = /^[A-Z][a-z0-9]+([A-Z][a-z0-9]+)*$/;
const MAX_ENTITY_CHARACTERS = 30;
/** They mean something already: folders, databases, composed files, containers, jobs. */
const RESERVED_NAMES = new Set(
  (
    'accounts api common docker migrate mysql operations router scripts supergraph sys tests ' +
    'verify web'
  ).split(' '),
);
/** Tables that SQL would take for something else. */
const RESERVED_ENTITIES = new Set(
  (
    'Call Case Change Character Check Column Condition Database Function Grant Group Index ' +
    'Interval Key Limit Load Lock Match Mutation Option Order Partition Procedure Query Range ' +
    'Rank Release Return Row Rows Schema Subscription System Table Trigger Update Window'
  ).split(' '),
);

/**
 * Checks the names of a new subgraph and spells them out.
 * @param given the name, and the type that it owns if that is called otherwise
 * @throws OperatorError with one sentence when a name is bad or taken
 */
export function namesOf(root: string, given: readonly string[]): SubgraphNames {
  const [name, entity, ...others] = given;
  if (name === undefined || others.length > 0) {
    throw new OperatorError('Give a name, and the type that it owns: entregas Delivery.');
  }
  requireFreeName(root, name);
  const Name = name.charAt(0).toUpperCase() + name.slice(1);
  const Entity = entity ?? Name;
  requireGoodEntity(Entity);
  return {
    name,
    Name,
    NAME: name.toUpperCase(),
    Entity,
    entity: Entity.charAt(0).toLowerCase() + Entity.slice(1),
    ENTITY: separateWords(Entity, '_').toUpperCase(),
    folder: separateWords(Entity, '-').toLowerCase(),
    port: Math.max(...SERVICES.map(({ defaultPort }) => defaultPort)) + 1,
  };
}

function separateWords(pascalCase: string, by: string): string {
  return pascalCase.replaceAll(/(?<=[a-z0-9])[A-Z]/g, `${by}$&`);
}

function requireFreeName(root: string, name: string): void {
  if (!NAME.test(name)) {
    throw new OperatorError(
      `"${name}" is not a good name: take one lower-case word of 3 to 19 letters a-z and digits.`,
    );
  }
  if (RESERVED_NAMES.has(name) || (SERVICES as readonly Service[]).some((s) => s.name === name)) {
    throw new OperatorError(`"${name}" is taken: choose another name.`);
  }
  const places = [`schema/${name}.graphql`, `prisma/${name}`, `subgraphs/${name}`];
  const existing = places.find((place) => existsSync(join(root, place)));
  if (existing !== undefined) {
    throw new OperatorError(`${existing} is there already: choose another name than "${name}".`);
  }
}

function requireGoodEntity(entity: string): void {
  if (!ENTITY.test(entity) || entity.length > MAX_ENTITY_CHARACTERS) {
    throw new OperatorError(
      `"${entity}" is not a good type: write one English noun in PascalCase, such as Delivery.`,
    );
  }
  if (RESERVED_ENTITIES.has(entity)) {
    throw new OperatorError(`"${entity}" means something in SQL or GraphQL: choose another type.`);
  }
}
