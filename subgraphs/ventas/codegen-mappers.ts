/** GraphQL types whose resolvers start from something else than the GraphQL shape. */
export const MAPPERS = {
  Sale: '../sales/sale-store.ts#SaleRow',
  SaleItem: '../sales/sale-store.ts#SaleItemRow',
  SaleConnection: '../sales/sale-store.ts#SalePage',
  Customer: '../customers/customer-store.ts#CustomerRow',
  CustomerConnection: '../customers/customer-store.ts#CustomerPage',
  Seller: '../sellers/seller-store.ts#SellerRow',
  SellerConnection: '../sellers/seller-store.ts#SellerPage',
  ResumenCliente: '../customers/customer-summary-store.ts#CustomerTotals',
  TopProduct: '../customers/customer-summary-store.ts#TopProductRow',
  Product: '../sales/product-sales-store.ts#ProductKey',
};
