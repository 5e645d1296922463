// A counter to test at: a till with an open drawer, and the calls of people who sell there.
// Long because it lists every operation of the counter with the fields that tests look at.
import { randomUUID } from 'node:crypto';
import { query } from '../../scripts/stack/throwaway/graphql-client.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn, as } from './accounts.ts';
import { openShop, type Shop } from './shop.ts';

const ERRORS = `userErrors { __typename code message path
  ... on PaymentMismatchError { due offered }
  ... on ReturnExceedsSoldError { lineNumber returnable } }`;
const REFUND = 'id method amount status reference';
const SALE_FIELDS = `id number status total discount subtotal tax cashRounding amountDue paid
  refunded balance change paymentStatus returnedTotal till { id code }
  payments { id method amount tendered change refunded reference }
  items { lineNumber quantity returnedQuantity discount base tax total }
  returns { id kind total refunds { ${REFUND} } }
  timeline { kind detail }`;
const RETURN_FIELDS = `id kind reason base tax total sale { id }
  items { lineNumber quantity restock base tax total } refunds { ${REFUND} }`;
const SESSION_FIELDS = `id openedAt closedAt opening expected counted difference cashRefunds note
  byMethod { method amount count } movements { kind amount reason } till { id code }
  unpaidSales { id }`;

/** The operations of the counter: the type of their input, and what they answer. */
const OPERATIONS = {
  realizarVenta: `RealizarVentaInput sale { ${SALE_FIELDS} } replayed ${ERRORS}`,
  registrarDevolucion: `RegistrarDevolucionInput
    saleReturn { ${RETURN_FIELDS} } sale { ${SALE_FIELDS} } replayed ${ERRORS}`,
  anularVenta: `AnularVentaInput
    saleReturn { ${RETURN_FIELDS} } sale { ${SALE_FIELDS} } replayed ${ERRORS}`,
  confirmarReembolso: `ConfirmarReembolsoInput refund { ${REFUND} } replayed ${ERRORS}`,
  autorizarDescuento: `AutorizarDescuentoInput
    approval { id maxPercent expiresAt seller { id } } ${ERRORS}`,
  crearCaja: `CrearCajaInput till { id code name seriesBoleta seriesFactura seriesNotaBoleta
    seriesNotaFactura active version } ${ERRORS}`,
  actualizarCaja: `ActualizarCajaInput till { id name active version } ${ERRORS}`,
  abrirSesionCaja: `AbrirSesionCajaInput session { ${SESSION_FIELDS} } replayed ${ERRORS}`,
  registrarMovimientoCaja: `RegistrarMovimientoCajaInput
    session { ${SESSION_FIELDS} } replayed ${ERRORS}`,
  cerrarSesionCaja: `CerrarSesionCajaInput session { ${SESSION_FIELDS} } replayed ${ERRORS}`,
  emitirComprobante: `EmitirComprobanteInput sale { ${SALE_FIELDS} } replayed ${ERRORS}`,
  corregirComprobante: `CorregirComprobanteInput sale { ${SALE_FIELDS} } replayed ${ERRORS}`,
  fijarTasaIgv: `FijarTasaIgvInput taxRate { basisPoints validFrom createdBy } ${ERRORS}`,
  actualizarTienda: `ActualizarTiendaInput shop { legalName tradeName ruc address phone ticketNote
    version } ${ERRORS}`,
} as const;

type Operation = keyof typeof OPERATIONS;
type Money = string;

export interface CounterError {
  __typename: string;
  code: string;
  path: string[] | null;
  due?: Money;
  offered?: Money;
  lineNumber?: number;
  returnable?: number;
}

export interface CounterRefund {
  id: string;
  method: string;
  amount: Money;
  status: string;
  reference: string | null;
}

export interface CounterSale {
  id: string;
  number: string;
  status: string;
  total: Money;
  amountDue: Money;
  paid: Money;
  refunded: Money;
  balance: Money;
  returnedTotal: Money;
  paymentStatus: string;
  items: { lineNumber: number; returnedQuantity: number; total: Money }[];
  returns: { id: string; kind: string; total: Money; refunds: CounterRefund[] }[];
}

export interface CounterReturn {
  id: string;
  base: Money;
  tax: Money;
  total: Money;
  items: { lineNumber: number; quantity: number }[];
  refunds: CounterRefund[];
}

export interface CounterSession {
  id: string;
  opening: Money;
  expected: Money | null;
  counted: Money | null;
  difference: Money | null;
  byMethod: { method: string; amount: Money; count: number }[] | null;
  unpaidSales: { id: string }[];
}

export interface CounterAnswer {
  sale: CounterSale | null;
  saleReturn: CounterReturn | null;
  refund: CounterRefund | null;
  session: CounterSession | null;
  approval: { id: string } | null;
  till: { id: string; code: string; version: number } | null;
  taxRate: { basisPoints: number } | null;
  shop: { version: number } | null;
  replayed: boolean;
  userErrors: CounterError[];
  /** Codes of top-level errors. */
  refusals: unknown[];
}

/** Somebody who works at the counter. */
export interface Person {
  /** Null for the administrator as whom tests ask unless told otherwise. */
  token: string | null;
  sellerId: string;
}

export interface Counter {
  shop: Shop;
  admin: Person;
  /** A seller with an account of their own. */
  seller: Person;
  tillId: string;
  sessionId: string;
  /** Carries an operation out as somebody; a key is made where one is needed and none is given. */
  do(operation: Operation, input: object, as?: Person): Promise<CounterAnswer>;
  /** Sells one product per line at its price, for the person who sells. */
  sell(lines: readonly Line[], terms?: object, as?: Person): Promise<CounterAnswer>;
  /** Sends a text that must succeed. */
  ask<Data>(text: string, variables?: object, as?: Person): Promise<Data>;
  readSale(id: string): Promise<CounterSale>;
  /** Adds a till with a free series, without opening it. */
  addTill(): Promise<string>;
  openTill(tillId: string, openingAmount?: string): Promise<string>;
  /** Sets the data of the shop, without which there are no documents. */
  setShop(): Promise<CounterAnswer>;
}

/** Units of a product that is made for the line. */
export interface Line {
  price: string;
  quantity?: number;
  discount?: object;
  stock?: number;
}

const KEYED: ReadonlySet<Operation> = new Set([
  'realizarVenta',
  'registrarDevolucion',
  'anularVenta',
  'abrirSesionCaja',
  'registrarMovimientoCaja',
  'corregirComprobante',
]);

/** Opens a counter on a started graph, with 100.00 in the drawer. */
export async function openCounter(graph: Pick<Graph, 'urls'>): Promise<Counter> {
  const shop = await openShop(graph);
  const sellerId = await shop.addSeller();
  const { accessToken } = await addSignedIn(graph, { roles: ['VENDEDOR'], sellerId });
  const admin = { token: null, sellerId: shop.sellerId };
  const seller = { token: accessToken, sellerId };
  const url = graph.urls.router;

  const send = async (operation: Operation, input: object, person: Person = admin) => {
    const [type, ...fields] = OPERATIONS[operation].split(/\s+/);
    const key = KEYED.has(operation) ? { idempotencyKey: randomUUID() } : {};
    const { data, errors = [] } = await query<{ done: CounterAnswer | null }>(
      url,
      `mutation Counter($input: ${type}!) { done: ${operation}(input: $input) {
        ${fields.join(' ')} } }`,
      { input: { ...key, ...input } },
      person.token === null ? {} : as(person.token),
    );
    const nothing = { replayed: false, userErrors: [] as CounterError[] };
    const refusals = errors.map(({ extensions }) => extensions?.['code']);
    return { ...nothing, ...data?.done, refusals } as CounterAnswer;
  };

  const series = seriesMaker();
  const addTill = async () => {
    const ending = series();
    const named = { code: `C-${randomUUID().slice(-8).toUpperCase()}`, name: 'Caja' };
    const input = { ...named, seriesBoleta: `B${ending}`, seriesFactura: `F${ending}` };
    return (await send('crearCaja', input)).till!.id;
  };
  const openTill = async (id: string, openingAmount = '100.00') =>
    (await send('abrirSesionCaja', { tillId: id, openingAmount })).session!.id;

  const tillId = await addTill();
  const sessionId = await openTill(tillId);
  return {
    shop,
    admin,
    seller,
    tillId,
    sessionId,
    do: send,
    addTill,
    openTill,
    setShop: () =>
      send('actualizarTienda', {
        version: 0,
        legalName: 'ElectroPlus S.A.C.',
        ruc: '20000000001',
        address: 'Av. Arequipa 123, Lima',
      }),
    async sell(lines, terms = {}, person = admin) {
      const products = await shop.addProducts(
        lines.map(({ price, stock = 1_000 }) => ({ price, stock })),
      );
      const items = lines.map(({ quantity = 1, discount }, index) => {
        return { productId: products[index]!.id, quantity, ...(discount && { discount }) };
      });
      return send('realizarVenta', { sellerId: person.sellerId, items, tillId, ...terms }, person);
    },
    async ask<Data>(text: string, variables: object = {}, person: Person = admin) {
      const headers = person.token === null ? {} : as(person.token);
      const { data, errors = [] } = await query<Data>(url, text, { ...variables }, headers);
      if (errors.length > 0 || !data) throw new Error(JSON.stringify(errors));
      return data;
    },
    async readSale(id) {
      const text = `query Read($id: ID!) { venta(id: $id) { ${SALE_FIELDS} } }`;
      return (await shop.ask<{ venta: CounterSale }>(text, { id })).venta;
    },
  };
}

/** Endings of series that none of the 35 counters before and after takes: a graph has few. */
let counters = 0;
function seriesMaker(): () => string {
  const counter = (counters++ % 36).toString(36).toUpperCase();
  let tills = 0;
  return () => `${counter}${(tills++).toString(36).toUpperCase().padStart(2, '0')}`.slice(0, 3);
}

/** The codes of an answer's errors. */
export function codesOf({ userErrors, refusals }: CounterAnswer): unknown[] {
  return [...refusals, ...userErrors.map(({ code }) => code)];
}

export const cash = (amount: string, tendered?: string) => ({
  method: 'CASH',
  amount,
  ...(tendered !== undefined && { tendered }),
});
export const card = (amount: string, reference = '123456') => ({
  method: 'CARD',
  amount,
  reference,
});
