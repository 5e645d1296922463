/** The accounts of development: everybody knows them, so production refuses to start with them. */
export const DEMO_ACCOUNTS = [
  { email: 'admin@electroplus.test', name: 'Ada Administradora Ríos', role: 'ADMIN' },
  { email: 'vendedor@electroplus.test', name: 'Rosa Mostrador Vega', role: 'VENDEDOR' },
  { email: 'almacen@electroplus.test', name: 'Jorge Almacén Núñez', role: 'ALMACEN' },
] as const;
