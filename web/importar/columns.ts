// The columns of a shop's file and the fields of a product that they hold.

/** A field of a product that an import may give. */
export type ImportField =
  | 'sku'
  | 'name'
  | 'price'
  | 'barcode'
  | 'description'
  | 'category'
  | 'minimum'
  | 'openingStock';

export const FIELD_LABELS: Readonly<Record<ImportField, string>> = {
  sku: 'SKU',
  name: 'Nombre',
  price: 'Precio con IGV',
  barcode: 'Código de barras',
  description: 'Descripción',
  category: 'Categoría',
  minimum: 'Stock mínimo',
  openingStock: 'Stock inicial',
};

export const IMPORT_FIELDS = Object.keys(FIELD_LABELS) as ImportField[];

/** The field of each column, in their order; null for a column that is left out. */
export type Mapping = readonly (ImportField | null)[];

/** Words that name a field in the files of shops, the surest first. */
const WORDS: Readonly<Record<ImportField, readonly string[]>> = {
  sku: ['sku', 'codigo interno', 'codigo producto', 'cod interno', 'referencia', 'codigo', 'cod'],
  name: ['nombre', 'producto', 'articulo', 'name', 'titulo', 'descripcion corta', 'descripcion'],
  price: ['precio con igv', 'precio venta', 'precio de venta', 'pvp', 'precio', 'price'],
  barcode: [
    'codigo de barras',
    'codigo barras',
    'cod barra',
    'barras',
    'ean',
    'gtin',
    'upc',
    'barcode',
  ],
  description: ['descripcion larga', 'detalle', 'description', 'descripcion'],
  category: ['categoria', 'familia', 'rubro', 'linea', 'category'],
  minimum: ['stock minimo', 'minimo', 'stock min', 'punto de pedido', 'minimum'],
  openingStock: ['stock inicial', 'stock actual', 'existencias', 'cantidad', 'stock', 'inventario'],
};

/** A text without accents, capitals and signs: "Cód_Barra" becomes "cod barra". */
export function foldedText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Guesses the field of each column by its name; a field is guessed once. */
export function guessColumns(header: readonly string[]): Mapping {
  const names = header.map(foldedText);
  const mapping: (ImportField | null)[] = names.map(() => null);
  for (const isExact of [true, false]) {
    for (const field of IMPORT_FIELDS) {
      if (mapping.includes(field)) continue;
      const at = columnOf(field, names, mapping, isExact);
      if (at !== null) mapping[at] = field;
    }
  }
  return mapping;
}

function columnOf(
  field: ImportField,
  names: readonly string[],
  mapping: Mapping,
  isExact: boolean,
): number | null {
  for (const word of WORDS[field]) {
    const at = names.findIndex(
      (name, place) =>
        mapping[place] === null && (isExact ? name === word : ` ${name} `.includes(` ${word} `)),
    );
    if (at !== -1) return at;
  }
  return null;
}

/** The mapping with a field put at a column; where it stood before, nothing stands now. */
export function withField(mapping: Mapping, column: number, field: ImportField | null): Mapping {
  return mapping.map((before, at) => {
    if (at === column) return field;
    return before === field ? null : before;
  });
}
