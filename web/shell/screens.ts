import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { useChaosPresence } from '../caos/chaos-presence.ts';
import type { IconName } from '../parts/icon.tsx';

/** A screen of the client: its place in the address, and who is shown it. */
export interface Screen {
  path: string;
  /** Words of the menu and of the page's title. */
  title: string;
  icon: IconName;
  roles: readonly string[];
  /** True for those that a phone's bar of tabs shows first. */
  isTab: boolean;
  Page: LazyExoticComponent<ComponentType>;
}

const STAFF = ['ADMIN', 'VENDEDOR', 'ALMACEN'];
const SELLERS = ['ADMIN', 'VENDEDOR'];
const KEEPERS = ['ADMIN', 'ALMACEN'];
const ADMINS = ['ADMIN'];

/** Every screen, in the order of the menu. Each is a chunk of its own, loaded when it is opened. */
const SCREENS: readonly Screen[] = [
  {
    path: '/caja',
    title: 'Caja',
    icon: 'caja',
    roles: SELLERS,
    isTab: true,
    Page: lazy(() => import('../caja/caja-page.tsx')),
  },
  {
    path: '/ventas',
    title: 'Ventas',
    icon: 'ventas',
    roles: SELLERS,
    isTab: true,
    Page: lazy(() => import('../ventas/ventas-page.tsx')),
  },
  {
    path: '/productos',
    title: 'Productos',
    icon: 'productos',
    roles: STAFF,
    isTab: true,
    Page: lazy(() => import('../productos/productos-page.tsx')),
  },
  {
    path: '/stock',
    title: 'Stock',
    icon: 'stock',
    roles: KEEPERS,
    isTab: false,
    Page: lazy(() => import('../stock/stock-page.tsx')),
  },
  {
    path: '/clientes',
    title: 'Clientes',
    icon: 'clientes',
    roles: SELLERS,
    isTab: false,
    Page: lazy(() => import('../clientes/clientes-page.tsx')),
  },
  {
    path: '/panel',
    title: 'Panel',
    icon: 'panel',
    roles: ADMINS,
    isTab: true,
    Page: lazy(() => import('../panel/panel-page.tsx')),
  },
  {
    path: '/arqueo',
    title: 'Arqueo',
    icon: 'arqueo',
    roles: SELLERS,
    isTab: false,
    Page: lazy(() => import('../arqueo/arqueo-page.tsx')),
  },
  {
    path: '/importar',
    title: 'Importar',
    icon: 'importar',
    roles: ADMINS,
    isTab: false,
    Page: lazy(() => import('../importar/importar-page.tsx')),
  },
  {
    path: '/usuarios',
    title: 'Usuarios',
    icon: 'key',
    roles: ADMINS,
    isTab: false,
    Page: lazy(() => import('../usuarios/usuarios-page.tsx')),
  },
  {
    path: '/vendedores',
    title: 'Vendedores',
    icon: 'person',
    roles: ADMINS,
    isTab: false,
    Page: lazy(() => import('../vendedores/vendedores-page.tsx')),
  },
  {
    path: '/cajas',
    title: 'Cajas',
    icon: 'drawer',
    roles: ADMINS,
    isTab: false,
    Page: lazy(() => import('../cajas/cajas-page.tsx')),
  },
  {
    path: '/auditoria',
    title: 'Auditoría',
    icon: 'history',
    roles: ADMINS,
    isTab: false,
    Page: lazy(() => import('../auditoria/auditoria-page.tsx')),
  },
  {
    path: '/tienda',
    title: 'Tienda',
    icon: 'shop',
    roles: ADMINS,
    isTab: false,
    Page: lazy(() => import('../tienda/tienda-page.tsx')),
  },
];

const CHAOS_PATH = '/caos';
/** Only a build that is to be tried has it, and only some starts of that. */
const CHAOS: readonly Screen[] =
  import.meta.env.VITE_CAOS === 'on'
    ? [
        {
          path: CHAOS_PATH,
          title: 'Caos',
          icon: 'power',
          roles: ADMINS,
          isTab: false,
          Page: lazy(() => import('../caos/caos-page.tsx')),
        },
      ]
    : [];

/** The screens that a person with these roles is shown. */
export function useScreens(roles: readonly string[]): readonly Screen[] {
  const chaos = useChaosPresence();
  // A person who opens its address waits there for the answer.
  const isOpened = chaos === 'UNKNOWN' && location.pathname === CHAOS_PATH;
  const screens = chaos === 'THERE' || isOpened ? [...SCREENS, ...CHAOS] : SCREENS;
  return screens.filter((screen) => screen.roles.some((role) => roles.includes(role)));
}

const MOST_TABS = 4;

/** The screens of a phone's bar of tabs; who sees few screens has all of them there. */
export function tabsOf(screens: readonly Screen[]): readonly Screen[] {
  const others = screens.filter(({ isTab }) => !isTab);
  return [...screens.filter(({ isTab }) => isTab), ...others].slice(0, MOST_TABS);
}
