import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { createPrismaAdapter } from '../../../common/subgraph/database/prisma-adapter.ts';
import { select, selectAll, type Table } from '../../../common/subgraph/database/table.ts';
import { createCategory } from '../../../subgraphs/inventario/categories/edit-category.ts';
import { PrismaClient as InventarioPrisma } from '../../../subgraphs/inventario/generated/prisma/client.ts';
import { importProducts } from '../../../subgraphs/inventario/products/import-products.ts';
import { CATEGORY, PRODUCT } from '../../../subgraphs/inventario/tables.ts';
import { DEMO_PASSWORD } from '../../../subgraphs/usuarios/accounts/demo-accounts.ts';
import { USER } from '../../../subgraphs/usuarios/tables.ts';
import { createCustomer } from '../../../subgraphs/ventas/customers/edit-customer.ts';
import { PrismaClient as VentasPrisma } from '../../../subgraphs/ventas/generated/prisma/client.ts';
import { changeSeller, createSeller } from '../../../subgraphs/ventas/sellers/edit-seller.ts';
import { changeShop } from '../../../subgraphs/ventas/shop/edit-shop.ts';
import { CUSTOMER, SELLER } from '../../../subgraphs/ventas/tables.ts';
import { createTill } from '../../../subgraphs/ventas/tills/edit-till.ts';
import { type NewAccount, seedAccounts } from '../../operate/create-admin/seed-accounts.ts';
import { DEMO_ACCOUNTS } from './demo-accounts.ts';

const DATA = import.meta.dirname;

const categories = z.array(
  z.object({ slug: z.string(), name: z.string(), parentSlug: z.string().nullable() }),
);
const products = z.array(
  z.object({
    sku: z.string(),
    barcode: z.string(),
    name: z.string(),
    description: z.string(),
    categorySlug: z.string(),
    price: z.string(),
    minimum: z.number().transform(String),
    openingStock: z.number().transform(String),
  }),
);
const customers = z.array(
  z.object({
    name: z.string(),
    docType: z.enum(['DNI', 'RUC', 'CE', 'PASSPORT', 'NONE']),
    docNumber: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
);
const sellers = z.array(z.object({ code: z.string(), name: z.string(), active: z.boolean() }));

const shop = z.object({
  shop: z.object({
    legalName: z.string(),
    tradeName: z.string(),
    ruc: z.string(),
    address: z.string(),
    phone: z.string(),
    ticketNote: z.string(),
  }),
  tills: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      seriesBoleta: z.string(),
      seriesFactura: z.string(),
    }),
  ),
});

function read<Shape extends z.ZodType>(file: string, shape: Shape): z.output<Shape> {
  return shape.parse(JSON.parse(readFileSync(join(DATA, file), 'utf8')));
}

/** The databases that get the demo data. */
export interface DemoTargets {
  inventarioDatabaseUrl: string;
  ventasDatabaseUrl: string;
  usuariosDatabaseUrl: string;
}

/** The number of rows that were loaded. */
export type DemoCounts = {
  categories: number;
  products: number;
  customers: number;
  sellers: number;
  tills: number;
  accounts: number;
};

/**
 * Loads the demo catalog and people into empty databases, by the same functions that the graph
 * uses, so that the ledger of every product begins with its opening stock. A database that holds
 * anything already is left as it is.
 * @returns the numbers of loaded rows; null when there was something in each
 */
export async function seedDemoData(targets: DemoTargets): Promise<DemoCounts | null> {
  const catalog = await seedInventario(targets.inventarioDatabaseUrl);
  const people = await seedVentas(targets.ventasDatabaseUrl);
  const accounts = await seedUsuarios(targets);
  if (!catalog && !people && !accounts) return null;
  const none = { categories: 0, products: 0, customers: 0, sellers: 0, tills: 0, accounts: 0 };
  return { ...none, ...catalog, ...people, ...accounts };
}

async function seedInventario(url: string): Promise<Partial<DemoCounts> | null> {
  const database = openDatabase(url, 1);
  const prisma = new InventarioPrisma({ adapter: createPrismaAdapter(url) });
  const byOperator = { prisma, request: null };
  try {
    if (!(await isEmpty(database, PRODUCT)) || !(await isEmpty(database, CATEGORY))) return null;
    const idBySlug = new Map<string, number>();
    for (const { slug, name, parentSlug } of read('categories.json', categories)) {
      const parentId = parentSlug === null ? null : String(idBySlug.get(parentSlug));
      const { category, userErrors } = await createCategory(byOperator, { name, slug, parentId });
      if (!category) throw new Error(`Demo category ${slug}: ${describe(userErrors)}`);
      idBySlug.set(slug, category.id);
    }
    const rows = read('catalog.json', products);
    const imported = await importProducts({ database, request: null }, { rows });
    if (imported.failed > 0) throw new Error(`Demo products: ${describe(imported.userErrors)}`);
    return { categories: idBySlug.size, products: imported.created };
  } finally {
    await Promise.all([prisma.$disconnect(), database.close()]);
  }
}

async function seedVentas(url: string): Promise<Partial<DemoCounts> | null> {
  const database = openDatabase(url, 1);
  const prisma = new VentasPrisma({ adapter: createPrismaAdapter(url) });
  const byOperator = { prisma, request: null };
  try {
    if (!(await isEmpty(database, SELLER)) || !(await isEmpty(database, CUSTOMER))) return null;
    const people = read('customers.json', customers);
    for (const customer of people) {
      const { userErrors } = await createCustomer(byOperator, customer);
      if (userErrors.length > 0) throw new Error(`Demo customer: ${describe(userErrors)}`);
    }
    const staff = read('sellers.json', sellers);
    for (const { code, name, active } of staff) {
      const { seller, userErrors } = await createSeller(byOperator, { code, name });
      if (!seller) throw new Error(`Demo seller ${code}: ${describe(userErrors)}`);
      const { id, version } = seller;
      if (!active) await changeSeller(byOperator, { id: String(id), version, active });
    }
    const { shop: own, tills } = read('shop.json', shop);
    const setUp = { database, request: null };
    const { userErrors } = await changeShop(setUp, { version: 0, ...own });
    if (userErrors.length > 0) throw new Error(`Demo shop: ${describe(userErrors)}`);
    for (const till of tills) {
      const added = await createTill(setUp, till);
      if (!added.till) throw new Error(`Demo till ${till.code}: ${describe(added.userErrors)}`);
    }
    return { customers: people.length, sellers: staff.length, tills: tills.length };
  } finally {
    await Promise.all([prisma.$disconnect(), database.close()]);
  }
}

/** The seller of the demo is the first of those that ventas has. */
async function seedUsuarios(targets: DemoTargets): Promise<Partial<DemoCounts> | null> {
  const ventas = openDatabase(targets.ventasDatabaseUrl, 1);
  const usuarios = openDatabase(targets.usuariosDatabaseUrl, 1);
  try {
    if (!(await isEmpty(usuarios, USER))) return null;
    const [seller] = await ventas.query(
      select(SELLER, ['id'], 'WHERE active ORDER BY code LIMIT 1'),
    );
    const accounts = DEMO_ACCOUNTS.map(({ email, name, role }): NewAccount => {
      const sellerId = role === 'VENDEDOR' && seller ? String(seller.id) : null;
      return { email, name, password: DEMO_PASSWORD, roles: [role], sellerId };
    });
    await seedAccounts(usuarios, accounts);
    return { accounts: accounts.length };
  } finally {
    await Promise.all([ventas.close(), usuarios.close()]);
  }
}

async function isEmpty<Row extends object>(
  database: Database,
  table: Table<Row>,
): Promise<boolean> {
  const rows = await database.query(selectAll(table, 'LIMIT 1'));
  return rows.length === 0;
}

function describe(errors: readonly { message: string; path: string[] | null }[]): string {
  return errors.map(({ message, path }) => `${path?.join('.')}: ${message}`).join('; ');
}
