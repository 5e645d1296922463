import { Icon } from './icon.tsx';

interface ChipChoice {
  value: string;
  label: string;
}

/** Choices under a heading of their own. */
interface ChipGroup {
  title: string;
  choices: readonly ChipChoice[];
}

/** A filter that takes one of a few values; it stands out while it holds rows back. */
export function ChipSelect({
  label,
  value,
  choices = [],
  groups = [],
  onValue,
  whenUnset = label,
}: {
  label: string;
  /** Empty while the filter lets everything pass. */
  value: string;
  choices?: readonly ChipChoice[];
  groups?: readonly ChipGroup[];
  onValue: (value: string) => void;
  /** The words of the first choice; null when one of the others is always chosen. */
  whenUnset?: string | null;
}) {
  return (
    <span className="chip-select">
      <select
        className="chip"
        aria-label={label}
        data-chosen={value === '' ? undefined : true}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      >
        {whenUnset !== null && <option value="">{whenUnset}</option>}
        <Options choices={choices} />
        {groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            <Options choices={group.choices} />
          </optgroup>
        ))}
      </select>
      <Icon name="down" size={16} />
    </span>
  );
}

function Options({ choices }: { choices: readonly ChipChoice[] }) {
  return choices.map((choice) => (
    <option key={choice.value} value={choice.value}>
      {choice.label}
    </option>
  ));
}
