import { useEffect, useId, useRef, useState } from 'react';
import { Icon } from './icon.tsx';

/** A pause in typing after which the search runs, in ms. */
const PAUSE_MS = 200;

/** A search that runs when the typing pauses, or at once by Enter. */
export function SearchField({
  label,
  placeholder,
  value,
  onSearch,
}: {
  label: string;
  placeholder: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (text: string) => {
    clearTimeout(timer.current);
    if (text !== value) onSearch(text);
  };
  return (
    <div className="grow affix">
      <span className="pre">
        <Icon name="search" />
      </span>
      <label className="sr" htmlFor={id}>
        {label}
      </label>
      <input
        className="input"
        id={id}
        type="search"
        autoComplete="off"
        maxLength={100}
        placeholder={placeholder}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => search(target.value.trim()), PAUSE_MS);
        }}
        onKeyDown={(event) => event.key === 'Enter' && search(typed.trim())}
      />
    </div>
  );
}
