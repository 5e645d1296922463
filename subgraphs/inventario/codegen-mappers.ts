/** GraphQL types whose resolvers start from something else than the GraphQL shape. */
export const MAPPERS = {
  Product: '../products/product-store.ts#ProductRow',
  ProductConnection: '../products/product-store.ts#ProductPage',
  StockLevel: '../stock/stock-store.ts#StockCount',
  Category: '../categories/category-tree.ts#CategoryRow',
  StockMovement: '../stock/stock-store.ts#MovementRow',
  StockMovementConnection: '../stock/stock-store.ts#MovementPage',
};
