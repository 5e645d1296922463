const KEY = 'electroplus.tema';

/** SYSTEM follows the machine. */
export type Theme = 'SYSTEM' | 'LIGHT' | 'DARK';

/** The theme that was chosen in this browser. */
export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'LIGHT' || kept === 'DARK' ? kept : 'SYSTEM';
}

/** Shows a theme, and keeps the choice. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'SYSTEM') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  applyTheme();
}

/** Shows the theme that was chosen. */
export function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'SYSTEM') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme.toLowerCase();
}
