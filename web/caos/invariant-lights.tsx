import { Icon, type IconName } from '../parts/icon.tsx';
import { count } from '../words/format.ts';
import type { ChaosStatus, InvariantReading } from './chaos-client.ts';
import { exactTime, lightsOf, promise, readingText } from './chaos-words.ts';

/** A thing that is being read turns. */
const LAMPS: Readonly<Record<InvariantReading['state'], IconName | null>> = {
  HOLDS: 'check',
  CHECKING: null,
  BROKEN: 'close',
};

/** A light for each promise of the sale protocol. */
export function InvariantLights({ invariants }: Pick<ChaosStatus, 'invariants'>) {
  const { passes, readAtMs, isReadable, readings } = invariants;
  return (
    <section className="w-12" aria-labelledby="invariantes">
      <div className="bar lights__head">
        <h2 id="invariantes">Invariantes, leídas sin pausa</h2>
        <span className="push small muted num">
          {isReadable ? `Lectura ${count(passes)}` : 'La base de datos no se puede leer ahora'}
          {readAtMs !== null && ` · ${exactTime(readAtMs)}`}
        </span>
      </div>
      <ul className="lights">
        {lightsOf(readings).map((light) =>
          typeof light === 'string' ? (
            <Light key={light} name={light} state="CHECKING" text="Todavía no se leyó" />
          ) : (
            <Light
              key={light.name}
              name={light.name}
              state={light.state}
              text={readingText(light)}
            />
          ),
        )}
      </ul>
    </section>
  );
}

function Light({ name, state, text }: Pick<InvariantReading, 'name' | 'state'> & { text: string }) {
  const lamp = LAMPS[state];
  return (
    <li className="light" {...(state !== 'HOLDS' && { 'data-state': state.toLowerCase() })}>
      <span className="light__lamp" aria-hidden="true">
        {lamp === null ? <span className="wait wait--small" /> : <Icon name={lamp} size={16} />}
      </span>
      <span className="strong">{promise(name)}</span>
      <span className="small muted num">{text}</span>
    </li>
  );
}
