import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  Source,
  separateOperations,
  validate,
} from 'graphql';
import { OperatorError } from '../../operate/environment/operator-error.ts';

/** The types of scalars as JSON has them. */
const SCALARS = {
  ID: 'string',
  Decimal: 'string',
  DateTime: 'string',
  Date: 'string',
  _Any: '{ __typename: string; id: string }',
  // Of the federation's directives; no operation has them.
  _FieldSet: 'string',
  federation__ContextFieldValue: 'string',
  federation__FieldSet: 'string',
  federation__Policy: 'string',
  federation__Scope: 'string',
  link__Import: 'string',
};

const HEAD = `import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';\n`;

/**
 * Makes the code of a file of operations: the types of the variables and of the data of each, and
 * its text as a constant that knows them, such as `RESERVE_STOCK` for `mutation ReserveStock`.
 * @param path of the file, for messages
 * @throws OperatorError naming each thing that the schema does not have
 */
export async function renderDocuments(
  schema: GraphQLSchema,
  path: string,
  text: string,
): Promise<string> {
  const document = parseOperations(path, text);
  requireNames(path, document);
  const errors = validate(schema, document);
  if (errors.length > 0) {
    throw new OperatorError(errors.map((error) => error.toString()).join('\n\n'));
  }
  const types = await renderTypes(schema, path, document);
  const constants = Object.entries(separateOperations(document)).map(renderConstant);
  return [HEAD, types, ...constants].join('\n');
}

function parseOperations(path: string, text: string): DocumentNode {
  try {
    return parse(new Source(text, path));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new OperatorError(error.toString());
  }
}

function requireNames(path: string, { definitions }: DocumentNode): void {
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && !definition.name) {
      throw new OperatorError(`${path}: an operation without a name has no constant; name it.`);
    }
  }
}

/** The types of the variables and of the data of each operation of a document. */
export function renderTypes(
  schema: GraphQLSchema,
  path: string,
  document: DocumentNode,
): Promise<string> {
  return codegen({
    filename: path,
    schema: { kind: Kind.DOCUMENT, definitions: [] },
    schemaAst: schema,
    documents: [{ location: path, document }],
    skipDocumentsValidation: true,
    plugins: [{ operations: {} }],
    pluginMap: { operations: typescriptOperations },
    config: {
      // A list is sent as a list.
      arrayInputCoercion: false,
      enumType: 'string-literal',
      // JSON is read, not edited; and what is sent may come from a list that is not to be edited.
      immutableTypes: true,
      omitOperationSuffix: true,
      operationResultSuffix: 'Data',
      fragmentVariableSuffix: '',
      scalars: SCALARS,
      strictScalars: true,
      skipTypename: true,
      useTypeImports: true,
    },
  });
}

/** The constant of an operation: `RESERVE_STOCK` of `ReserveStock`. */
export function constantOf(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}

/** The text is made here, once: at run time nothing is parsed or printed. */
function renderConstant([name, operation]: [string, DocumentNode]): string {
  const constant = constantOf(name);
  const text = JSON.stringify(print(operation));
  const type = `string & DocumentTypeDecoration<${name}Data, ${name}Variables>`;
  return `export const ${constant} = ${text} as ${type};\n`;
}
