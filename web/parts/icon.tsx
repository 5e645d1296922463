// Drawings of 24 by 24, one line each; a word stands beside each, or its button has a label.
const PATHS = {
  logo: 'M13 3 5 13.5h6L10 21l9-11.5h-6.5z',
  caja: 'M4 20h16M5 20v-6h14v6M8 14v-3h8v3M9 4h6v4H9zM12 8v3M8.5 17h.01M12 17h.01M15.5 17h.01',
  ventas: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5',
  productos: 'm4 8 8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  stock: 'M4 20V9l8-5 8 5v11M8 20v-7h8v7M8 16.5h8',
  clientes:
    'M12.2 8.5a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0M3.5 19c.6-3.2 2.7-5 5.5-5s4.9 1.8 5.5 5M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.4c1.7.7 2.7 2.3 3 4.6',
  panel: 'M4 20h16M7 16v-4M12 16V6M17 16V9',
  arqueo: 'M5 5h14v14H5zM5 12h14M12 5v14',
  importar: 'M12 15V4M7.5 8.5 12 4l4.5 4.5M4 15v5h16v-5',
  more: 'M4.5 12h1M11.5 12h1M18.5 12h1',
  search: 'M17.2 11a6.2 6.2 0 1 1-12.4 0 6.2 6.2 0 0 1 12.4 0M16 16l4.5 4.5',
  camera: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 9v6M11 9v6M14 9v6M16.5 9v6',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  person: 'M15.6 8a3.6 3.6 0 1 1-7.2 0 3.6 3.6 0 0 1 7.2 0M5 20c.7-3.7 3.3-5.7 7-5.7s6.3 2 7 5.7',
  tag: 'M4 4h7l9 9-7 7-9-9zM8 8h.01',
  pause: 'M8 6v12M16 6v12',
  back: 'M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5',
  print: 'M7 8V4h10v4M5 8h14v8h-2.5M7.5 16H5V8M7.5 13.5h9V20h-9z',
  power: 'M12 4v8M7 6.8a7.5 7.5 0 1 0 10 0',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  close: 'm6 6 12 12M18 6 6 18',
  cash: 'M3 7h18v10H3zM14.4 12a2.4 2.4 0 1 1-4.8 0 2.4 2.4 0 0 1 4.8 0M6.5 12h.01M17.5 12h.01',
  card: 'M3.5 6h17v12h-17zM3.5 10h17M7 14.5h3',
  phone: 'M8 3h8v18H8zM11.5 17.8h1',
  bank: 'm4 9 8-5 8 5zM6 9v8M10 9v8M14 9v8M18 9v8M4 20h16',
  erase: 'M18 6H8.5v12H18zM8.5 6 3 12l5.5 6M11.5 10l4 4M15.5 10l-4 4',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  down: 'm6 9 6 6 6-6',
  next: 'm9 5 7 7-7 7',
  previous: 'm15 5-7 7 7 7',
  tray: 'M4 13v6h16v-6M4 13l3-8h10l3 8M4 13h5l1.5 2.5h3L15 13h5',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4M12 16.8h.01',
  download: 'M12 4v11M7.5 10.5 12 15l4.5-4.5M4 16v4h16v-4',
  return: 'M9 5 4.5 9.5 9 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  shop: 'M4 9l1.5-5h13L20 9M4 9v11h16V9M4 9h16M9.5 20v-6h5v6',
  key: 'M12 11.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0M12 11.5h8.5v4M16.5 11.5v3',
  history: 'M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4',
  drawer: 'M3.5 9h17v11h-17zM3.5 14h17M10 17h4M7 9V4h10v5',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside a word; programs that read aloud pass it over. */
export function Icon({ name, size }: { name: IconName; size?: 16 | 24 }) {
  return (
    <svg
      className={size === undefined ? 'ico' : `ico ico--${size}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
