// Goal: entries that were kept before services were are told to be of the service that told them.
// Method: a database as it was before, with an entry of every kind and of every refused field.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parseDatabaseUrl, withConnection } from '../../scripts/operate/databases/connection.ts';
import { migrateDatabase } from '../../scripts/operate/migrate/apply-migrations.ts';
import { migrationsDirectory } from '../../scripts/operate/migrate/migration-files.ts';
import { createEmptyDatabase } from '../../scripts/stack/throwaway/throwaway-database.ts';

const BEFORE = ['20261122120000_init', '20261122170000_audit_kinds_of_edits'];
const directory = mkdtempSync(join(tmpdir(), 'migrations-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Kinds of then, by service: a migration does not change, whatever the registries come to hold. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  usuarios: [
    ...['SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'REFRESH_REUSED'],
    ...['USER_CREATED', 'USER_CHANGED', 'USER_DEACTIVATED', 'PASSWORD_CHANGED'],
  ],
  inventario: [
    ...['STOCK_ADJUSTED', 'PRICE_CHANGED'],
    ...['PRODUCT_CREATED', 'PRODUCT_CHANGED', 'CATEGORY_CREATED'],
  ],
  ventas: ['CUSTOMER_CREATED', 'CUSTOMER_CHANGED', 'SELLER_CREATED', 'SELLER_CHANGED'],
};

/** Fields of then that somebody may have been refused, by service. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  usuarios: [
    ...['Query.yo', 'Query.usuarios', 'Query.auditoria'],
    ...['crearUsuario', 'actualizarUsuario', 'desactivarUsuario', 'cambiarClave'].map(mutation),
    ...['User.email', 'UserConnection.totalCount', 'UserEdge.node'],
    ...['AuditEntry.subject', 'AuditEntryConnection.nodes', 'AuditEntryEdge.cursor'],
  ],
  inventario: [
    ...['crearProducto', 'actualizarProducto', 'descontinuarProducto'].map(mutation),
    ...['reactivarProducto', 'crearCategoria', 'ajustarStock', 'importarProductos'].map(mutation),
    'Product.movements',
  ],
  ventas: [
    ...['Query.ventas', 'Query.venta', 'Query.clientes', 'Query.vendedores'],
    ...['Query.resumenCliente', 'RealizarVentaInput.sellerId'],
    ...['crearCliente', 'actualizarCliente', 'crearVendedor', 'actualizarVendedor'].map(mutation),
    ...['Sale.total', 'Customer.sales', 'Seller.name', 'ResumenCliente.sales'],
    ...['Product.unitsSold', 'Product.lastSoldAt'],
  ],
};

function mutation(name: string): string {
  return `Mutation.${name}`;
}

const SERVICES = ['usuarios', 'inventario', 'ventas'];

const entries = SERVICES.flatMap((service) => [
  ...(KINDS[service] ?? []).map((kind) => ({ service, kind, subject: 'x@shop.test' })),
  ...(FIELDS[service] ?? []).map((subject) => ({ service, kind: 'ACCESS_REFUSED', subject })),
]);

test('every entry that is there gets the service that owns its kind or its field', async () => {
  for (const name of BEFORE) {
    cpSync(join(migrationsDirectory('usuarios'), name), join(directory, name), { recursive: true });
  }
  const database = await createEmptyDatabase('usuarios');
  const target = parseDatabaseUrl('database', database.url);
  try {
    await migrateDatabase(target, directory);
    const found = await withConnection(target, async (connection) => {
      for (const { kind, subject } of entries) {
        await connection.query(
          `INSERT INTO AuditEntry (id, kind, occurredAt, requestId, subject)
           VALUES (UUID(), ?, NOW(3), 'r', ?)`,
          [kind, subject],
        );
      }
      await migrateDatabase(target, migrationsDirectory('usuarios'));
      return connection.query('SELECT service, kind, subject FROM AuditEntry');
    });
    const inOrder = (rows: object[]) => rows.map((row) => JSON.stringify({ ...row })).sort();
    expect(inOrder(found)).toEqual(inOrder(entries));
  } finally {
    await database.drop();
  }
});
