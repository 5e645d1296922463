// The data that Apollo's tests ask for, as their products.graphql has it.

const SUPPORT_EMAIL = 'support@apollographql.com';

interface Product {
  id: string;
  sku: string;
  package: string;
  variation: { id: string };
  research: Research[];
}

interface Research {
  study: { caseNumber: string; description: string };
}

interface User {
  email: string;
  name?: string;
  totalProductsCreated?: number;
  yearsOfEmployment?: number;
}

const FEDERATION_STUDY = { study: { caseNumber: '1234', description: 'Federation Study' } };
const STUDIO_STUDY = { study: { caseNumber: '1235', description: 'Studio Study' } };

const PRODUCTS: Product[] = [
  {
    id: 'apollo-federation',
    sku: 'federation',
    package: '@apollo/federation',
    variation: { id: 'OSS' },
    research: [FEDERATION_STUDY],
  },
  {
    id: 'apollo-studio',
    sku: 'studio',
    package: '',
    variation: { id: 'platform' },
    research: [STUDIO_STUDY],
  },
];

const DEPRECATED_PRODUCT = {
  sku: 'apollo-federation-v1',
  package: '@apollo/federation-v1',
  reason: 'Migrate to Federation V2',
};

const AUTHOR: User = { email: SUPPORT_EMAIL, name: 'Jane Smith', totalProductsCreated: 1337 };

type ProductKey = Partial<Pick<Product, 'id' | 'sku' | 'package' | 'variation'>>;

/** By any of the three keys of a product. */
function findProduct(key: ProductKey): Product | undefined {
  if (key.id !== undefined) return PRODUCTS.find(({ id }) => id === key.id);
  return PRODUCTS.find(
    ({ sku, package: name, variation }) =>
      sku === key.sku && (name === key.package || variation.id === key.variation?.id),
  );
}

function findDeprecated(key: { sku: string; package: string }) {
  const { sku, package: name } = DEPRECATED_PRODUCT;
  return key.sku === sku && key.package === name ? DEPRECATED_PRODUCT : null;
}

export const productsResolvers = {
  Query: {
    product: (_: unknown, { id }: { id: string }) => findProduct({ id }),
    deprecatedProduct: (_: unknown, key: { sku: string; package: string }) => findDeprecated(key),
  },
  Product: {
    __resolveReference: findProduct,
    dimensions: () => ({ size: 'small', weight: 1, unit: 'kg' }),
    createdBy: () => AUTHOR,
  },
  DeprecatedProduct: { __resolveReference: findDeprecated, createdBy: () => AUTHOR },
  ProductResearch: {
    __resolveReference: (key: { study: { caseNumber: string } }) =>
      [FEDERATION_STUDY, STUDIO_STUDY].find(
        ({ study }) => study.caseNumber === key.study.caseNumber,
      ),
  },
  User: {
    // The key brings, beside the e-mail, the fields that @requires asked the other subgraph for.
    __resolveReference: (key: User) => ({ ...AUTHOR, ...key, name: AUTHOR.name }),
    averageProductsCreatedPerYear({ totalProductsCreated, yearsOfEmployment }: User) {
      if (!totalProductsCreated || !yearsOfEmployment) return null;
      return Math.round(totalProductsCreated / yearsOfEmployment);
    },
  },
  Inventory: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    deprecatedProducts: () => [DEPRECATED_PRODUCT],
  },
};
