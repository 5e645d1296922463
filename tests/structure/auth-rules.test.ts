// Goal: every root field has a rule about who may use it, and this list is the one place to read
// them all. Method: the schemas as the services load them; a new field is missing here until
// somebody has decided.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildSchema, GraphQLError, type GraphQLField, type GraphQLResolveInfo } from 'graphql';
import { ROLES } from '../../common/process/identity/roles.ts';
import type { Actor } from '../../common/process/identity/service-token.ts';
import { type AuthRule, guardedFields } from '../../common/subgraph/auth/auth-rules.ts';
import { loadSubgraphSchema } from '../../common/subgraph/graphql/subgraph-schema.ts';
import { SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import { rolesColumn } from '../../subgraphs/usuarios/accounts/account-store.ts';

const ANYONE = 'public';
const SERVICES = 'services only';
const SIGNED_IN = 'signed in';

const RULES: Readonly<Record<string, string>> = {
  'Query.productos': ANYONE,
  'Query.producto': ANYONE,
  'Query.categorias': ANYONE,
  'Query.cambiosCatalogo': ANYONE,
  'Query.quoteStock': SERVICES,
  'Mutation.crearProducto': 'ADMIN',
  'Mutation.actualizarProducto': 'ADMIN',
  'Mutation.descontinuarProducto': 'ADMIN',
  'Mutation.reactivarProducto': 'ADMIN',
  'Mutation.crearCategoria': 'ADMIN',
  'Mutation.actualizarCategoria': 'ADMIN',
  'Mutation.importarProductos': 'ADMIN',
  'Mutation.ajustarStock': 'ADMIN ALMACEN',
  'Mutation.reserveStock': SERVICES,
  'Mutation.confirmReservations': SERVICES,
  'Mutation.releaseReservations': SERVICES,
  'Mutation.restockReturns': SERVICES,
  'Query.ventas': 'ADMIN VENDEDOR CLIENTE',
  'Query.venta': 'ADMIN VENDEDOR CLIENTE',
  'Query.resumenCliente': 'ADMIN VENDEDOR CLIENTE',
  'Query.cliente': 'ADMIN VENDEDOR',
  'Query.clientes': 'ADMIN VENDEDOR',
  'Query.vendedores': 'ADMIN VENDEDOR',
  'Mutation.cancelarIntento': 'ADMIN VENDEDOR',
  'Mutation.realizarVenta': 'ADMIN VENDEDOR',
  'Mutation.crearCliente': 'ADMIN VENDEDOR',
  'Mutation.actualizarCliente': 'ADMIN VENDEDOR',
  'Mutation.crearVendedor': 'ADMIN',
  'Mutation.actualizarVendedor': 'ADMIN',
  'Query.reporteVentas': 'ADMIN',
  'Query.cotizacion': 'ADMIN VENDEDOR',
  'Query.autorizaciones': 'ADMIN VENDEDOR',
  'Query.tienda': ANYONE,
  'Query.tasasIgv': 'ADMIN',
  'Query.comprobante': 'ADMIN VENDEDOR',
  'Query.comprobantes': 'ADMIN VENDEDOR',
  'Query.cajas': 'ADMIN VENDEDOR',
  'Query.sesionCaja': 'ADMIN VENDEDOR',
  'Query.sesionesCaja': 'ADMIN VENDEDOR',
  'Mutation.anularVenta': 'ADMIN VENDEDOR',
  'Mutation.registrarDevolucion': 'ADMIN VENDEDOR',
  'Mutation.confirmarReembolso': 'ADMIN VENDEDOR',
  'Mutation.autorizarDescuento': 'ADMIN',
  'Mutation.emitirComprobante': 'ADMIN VENDEDOR',
  'Mutation.corregirComprobante': 'ADMIN VENDEDOR',
  'Mutation.crearCaja': 'ADMIN',
  'Mutation.actualizarCaja': 'ADMIN',
  'Mutation.abrirSesionCaja': 'ADMIN VENDEDOR',
  'Mutation.registrarMovimientoCaja': 'ADMIN VENDEDOR',
  'Mutation.cerrarSesionCaja': 'ADMIN VENDEDOR',
  'Mutation.actualizarTienda': 'ADMIN',
  'Mutation.fijarTasaIgv': 'ADMIN',
  'Mutation.settleSales': SERVICES,
  'Mutation.iniciarSesion': ANYONE,
  'Mutation.renovarSesion': ANYONE,
  'Mutation.cerrarSesion': ANYONE,
  'Mutation.cambiarClave': SIGNED_IN,
  'Query.yo': SIGNED_IN,
  'Query.usuario': 'ADMIN',
  'Query.usuarios': 'ADMIN',
  'Query.auditoria': 'ADMIN',
  'Mutation.crearUsuario': 'ADMIN',
  'Mutation.actualizarUsuario': 'ADMIN',
  'Mutation.desactivarUsuario': 'ADMIN',
  'Query.liveSessions': SERVICES,
  'Mutation.recordAudit': SERVICES,
};

/** Entities can be asked for without any root field: their own fields carry the rule. */
const ENTITIES: Readonly<Record<string, string>> = {
  Sale: 'ADMIN VENDEDOR CLIENTE',
  Customer: 'ADMIN VENDEDOR CLIENTE',
  Seller: 'ADMIN VENDEDOR CLIENTE',
  User: SIGNED_IN,
};

function textOf(rule: AuthRule): string {
  if (rule.kind === 'Public') return ANYONE;
  if (rule.kind === 'Internal') return SERVICES;
  return rule.roles.length === 0 ? SIGNED_IN : rule.roles.join(' ');
}

const fields = SUBGRAPH_NAMES.flatMap((name) => guardedFields(loadSubgraphSchema(name, [])));

test('every root field has exactly the rule that was decided for it', () => {
  const isRoot = (coordinate: string) => /^(Query|Mutation)\./.test(coordinate);
  const found = fields.filter(({ coordinate }) => isRoot(coordinate));
  const rules = found.map(({ coordinate, rules: [rule, ...more] }) => {
    return [coordinate, rule && more.length === 0 ? textOf(rule) : 'more than one'];
  });
  expect(Object.fromEntries(rules)).toEqual(RULES);
});

test.each(Object.entries(ENTITIES))('every field of the entity %s asks for %s', (type, rule) => {
  const own = fields.filter(({ coordinate }) => coordinate.startsWith(`${type}.`));
  expect(own.length).toBeGreaterThan(2);
  for (const { rules } of own) expect(rules.map(textOf)).toContain(rule);
});

test.each([
  ['Product.movements', 'ADMIN ALMACEN'],
  ['Product.unitsSold', 'ADMIN VENDEDOR ALMACEN'],
  ['Product.lastSoldAt', 'ADMIN VENDEDOR ALMACEN'],
  ['Seller.sales', 'ADMIN VENDEDOR'],
])('%s, which public or wider fields lead to, asks for %s', (coordinate, rule) => {
  const found = fields.find((field) => field.coordinate === coordinate);
  expect(found?.rules.map(textOf)).toContain(rule);
});

/** Nobody, and somebody of each role alone. */
const ACTORS = [null, ...ROLES.map((role) => ({ id: '1', roles: [role] }))];

test('every field refuses exactly those whom its rules leave out', () => {
  expect(fields.length).toBeGreaterThan(100);
  for (const { coordinate, field, rules } of fields) {
    const asked = rules.flatMap((rule) => (rule.kind === 'SignedIn' ? [rule.roles] : []));
    for (const actor of ACTORS) {
      const isMissing = asked.some(
        (roles) =>
          actor === null || (roles.length > 0 && !actor.roles.some((own) => roles.includes(own))),
      );
      const refusal = actor === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      const expected = isMissing ? refusal : 'allowed';
      expect([coordinate, actor?.roles, answerTo(field, actor)]).toEqual([
        coordinate,
        actor?.roles,
        expected,
      ]);
    }
  }
});

/** The reaction of a field to somebody; behind the guard there is nothing to resolve. */
function answerTo(field: GraphQLField<unknown, unknown>, actor: Actor | null): unknown {
  const context = { caller: { service: 'router', actor, clientAddress: null } };
  try {
    const answer: unknown = field.resolve?.({}, {}, context, {} as GraphQLResolveInfo);
    // A later failure happens behind the guard.
    Promise.resolve(answer).catch(() => undefined);
    return 'allowed';
  } catch (error) {
    // Every other error happens behind the guard.
    return error instanceof GraphQLError ? error.extensions['code'] : 'allowed';
  }
}

test('an account with every role fits into its column', () => {
  const path = resolve(import.meta.dirname, '../../prisma/usuarios/schema.prisma');
  const [, width] =
    /^ +roles +String +@db\.VarChar\((\d+)\)$/m.exec(readFileSync(path, 'utf8')) ?? [];
  expect(rolesColumn(ROLES).length).toBeLessThanOrEqual(Number(width));
});

test('a root field without a rule keeps a subgraph from starting, and is named', () => {
  const schema = buildSchema(`
    directive @public on FIELD_DEFINITION
    type Query { open: Int @public forgotten: Int }
  `);
  expect(() => guardedFields(schema)).toThrow(/Query\.forgotten/);
  expect(() => guardedFields(schema)).not.toThrow(/Query\.open/);
});
