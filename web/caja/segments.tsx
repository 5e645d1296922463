/** One choice of a few, drawn as a bar. */
export function Segments<Value extends string>({
  label,
  value,
  choices,
  isDisabled = false,
  onValue,
}: {
  label: string;
  value: Value;
  choices: readonly (readonly [value: Value, words: string])[];
  isDisabled?: boolean;
  onValue: (value: Value) => void;
}) {
  return (
    <div className="seg" role="radiogroup" aria-label={label}>
      {choices.map(([one, words]) => (
        // biome-ignore lint/a11y/useSemanticElements: drawn as one bar of segments.
        <button
          key={one}
          type="button"
          className="seg__item"
          role="radio"
          aria-checked={one === value}
          disabled={isDisabled}
          onClick={() => onValue(one)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
