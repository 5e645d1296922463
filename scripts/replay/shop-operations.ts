// The operations that a replay sends: public ones, as any client of the graph may send them.

export const PING = 'query ReplayPing { __typename }';

export const IMPORT_PRODUCTS = `
  mutation ReplayImportProducts($input: ImportarProductosInput!) {
    importarProductos(input: $input) {
      created
      results { product { id sku } }
      userErrors { code message path }
    }
  }`;

export const FIND_SELLERS = `
  query ReplayFindSellers($search: String!) {
    vendedores(search: $search, first: 100) { nodes { id code active } }
  }`;

export const CREATE_SELLER = `
  mutation ReplayCreateSeller($input: CrearVendedorInput!) {
    crearVendedor(input: $input) { seller { id } userErrors { code message path } }
  }`;

export const LIST_CUSTOMERS = `
  query ReplayListCustomers($search: String!, $after: String) {
    clientes(search: $search, first: 100, after: $after) {
      nodes { id docType docNumber }
      pageInfo { hasNextPage endCursor }
    }
  }`;

export const CREATE_CUSTOMER = `
  mutation ReplayCreateCustomer($input: CrearClienteInput!) {
    crearCliente(input: $input) { customer { id } userErrors { code message path } }
  }`;

export const SELL = `
  mutation ReplaySell($input: RealizarVentaInput!) {
    realizarVenta(input: $input) {
      sale { id total }
      replayed
      userErrors { code message path }
    }
  }`;

export const LIST_SALES = `
  query ReplayListSales($sellerId: ID!, $after: String) {
    ventas(sellerId: $sellerId, first: 100, after: $after) {
      nodes { id total }
      pageInfo { hasNextPage endCursor }
    }
  }`;

export const LIST_STOCK = `
  query ReplayListStock($after: String) {
    productos(orderBy: SKU, first: 100, after: $after) {
      nodes { sku stock { available } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
