/** The accounts of development: everybody knows them, so production refuses to start with them. */
export const DEMO_ACCOUNTS = [
  {
    email: 'admin@electroplus.test',
    name: 'Ada Administradora Ríos',
    role: 'ADMIN',
    label: 'Administrador',
  },
  {
    email: 'vendedor@electroplus.test',
    name: 'Rosa Mostrador Vega',
    role: 'VENDEDOR',
    label: 'Vendedor',
  },
  {
    email: 'almacen@electroplus.test',
    name: 'Jorge Almacén Núñez',
    role: 'ALMACEN',
    label: 'Almacén',
  },
] as const;
