import './styles/tokens.css';
import './styles/components.css';
import './styles/screens.css';
import './styles/client.css';
import './styles/office.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { lastAccount } from './session/last-account.ts';
import { openSession } from './session/session.ts';
import { CrashPage } from './shell/crash-page.tsx';
import { keepPage } from './shell/service-worker-client.ts';
import { applyTheme } from './shell/theme.ts';

applyTheme();
// Outside of React: what may run once only must not be an effect.
void openSession();
// Nobody was here: the door is what will be shown.
if (lastAccount() === null) void import('./session/sign-in-page.tsx');
if (/^\/caja(?:\/|$)/.test(location.pathname)) void import('./caja/caja-page.tsx');

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no place for the client');
const client = createRoot(root, {
  // By then nothing is on the screen any more.
  onUncaughtError(error) {
    reportError(error);
    setTimeout(() => client.render(<CrashPage />));
  },
});
client.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// Last: nothing that is shown waits for it.
void keepPage();
