import { GATEWAY_URL } from '../gateway/address.ts';
import { mismatchOf } from '../gateway/same-site.ts';
import { Icon } from '../parts/icon.tsx';
import { Banner } from '../parts/states.tsx';
import { signIn } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';

/**
 * The accounts of a shop that is there to be tried. The server of this page says so in its own
 * page, outside production only; their password is no secret.
 */
interface DemoAccounts {
  password: string;
  accounts: readonly { email: string; label: string }[];
}

function demoAccounts(): DemoAccounts | null {
  const text = document.querySelector('meta[name="electroplus-demo"]')?.getAttribute('content');
  return text ? (JSON.parse(text) as DemoAccounts) : null;
}

/** The door of the client. */
export function SignInPage() {
  const demo = demoAccounts();
  const mismatch = mismatchOf(new URL(location.href), GATEWAY_URL);
  return (
    <div className="enter">
      <title>Entrar · ElectroPlus</title>
      <header className="enter__side">
        <div className="bar">
          <span className="logo">
            <Icon name="logo" />
          </span>
          <span className="enter__name">ElectroPlus</span>
        </div>
        <p className="enter__claim">
          Una venta se cobra <em>una sola vez.</em>
        </p>
        <p className="wide enter__line">
          Aunque se caiga la red, se apague la caja o se repita el cobro. La clave de cada intento
          se guarda antes de enviarlo.
        </p>
      </header>
      <main className="enter__form">
        <h1>Entrar</h1>
        {mismatch !== null && <Banner tone="danger" title={mismatch} />}
        <SignInForm action="Entrar" />
        {demo !== null && <Demo {...demo} />}
      </main>
    </div>
  );
}

function Demo({ password, accounts }: DemoAccounts) {
  return (
    <section className="demo" aria-labelledby="demo">
      <h2 id="demo" className="soft small">
        Tienda de prueba: entre con un toque
      </h2>
      {accounts.map(({ email, label }) => (
        <button key={email} type="button" onClick={() => void signIn(email, password)}>
          <span className="avatar" data-initials={label.charAt(0)} />
          <span>
            <span className="strong">{label}</span>
            <span className="sub">{email}</span>
          </span>
          <Icon name="next" />
        </button>
      ))}
    </section>
  );
}
