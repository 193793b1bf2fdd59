import { useMemo, useState } from "preact/hooks";
import { fill } from "../shared/words";
import { slug } from "./model";
import { change, shown } from "./shown";
import type { Filters as Asked, History } from "./types";
import { w } from "./words";

/** How many filters are in use. */
function used(asked: Asked): number {
  const lists = [asked.accord, asked.tier, asked.goal, asked.group, asked.force];
  return lists.filter((each) => each.length).length + Number(asked.agreements);
}

/** What of the network is asked for; each choice is in the address at once. */
export function Filters({ told }: { told: History }) {
  const asked = shown.value;
  const n = used(asked);
  const [open, setOpen] = useState(n > 0);
  return (
    <details class="net-filters" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {w.filters} {n > 0 && <span class="n">{fill(w.chosen, { n })}</span>}
      </summary>
      {open && <Fields told={told} n={n} />}
    </details>
  );
}

/** The choices, made once they are looked at. */
function Fields({ told, n }: { told: History; n: number }) {
  const asked = shown.value;
  return (
    <div class="net-fields">
      <Accords told={told} />
      <One name="tier" label={w.tier} options={useTiers(told)} />
      <One name="goal" label={w.goal} options={told.goals.map(({ id, label }) => [id, label])} />
      <Groups told={told} />
      <One name="force" label={w.force} options={told.forces.map(({ id, label }) => [id, label])} />
      <label class="net-tick">
        <input
          type="checkbox"
          checked={asked.agreements}
          onChange={(event) => change({ agreements: event.currentTarget.checked })}
        />
        <span>{w.agreements}</span>
      </label>
      {n > 0 && (
        <button
          type="button"
          onClick={() => change({ accord: [], tier: [], goal: [], group: [], force: [], agreements: false })}
        >
          {w.clear}
        </button>
      )}
    </div>
  );
}

/** Names of tiers that accords share, each by what it is called most often. */
function useTiers(told: History): [string, string][] {
  return useMemo(
    () =>
      told.tiers
        .filter(({ count }) => count > 1)
        .map(({ id, labels }) => [id, [...new Set(Object.values(labels))].slice(0, 2).join(" / ")]),
    [told],
  );
}

type Name = "tier" | "goal" | "group" | "force";

function One(given: {
  name: Name;
  label: string;
  options?: readonly (readonly [string, string])[];
  children?: preact.ComponentChildren;
}) {
  const value = shown.value[given.name].join(",");
  const options = given.options ?? [];
  return (
    <label class="field">
      <span class="net-name">{given.label}</span>
      <select
        name={given.name}
        value={value}
        onChange={({ currentTarget: { value } }) => change({ [given.name]: value ? value.split(",") : [] })}
      >
        <option value="">{w.any}</option>
        {value.includes(",") && <option value={value}>{value}</option>}
        {options.map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        {given.children}
      </select>
    </label>
  );
}

function Groups({ told }: { told: History }) {
  const parts = [
    [w.regions, told.groups.filter(({ region }) => region)],
    [w.groups, told.groups.filter(({ region }) => !region)],
  ] as const;
  return (
    <One name="group" label={w.group}>
      {parts.map(([label, groups]) => (
        <optgroup key={label} label={label}>
          {groups.map((group) => (
            <option key={group.id} value={group.id}>
              {group.label}
            </option>
          ))}
        </optgroup>
      ))}
    </One>
  );
}

/** Accords to tick; none ticked is all of them. */
function Accords({ told }: { told: History }) {
  const chosen = shown.value.accord;
  const tick = (name: string, on: boolean) =>
    change({ accord: on ? [...chosen, name] : chosen.filter((each) => each !== name) });
  const box = (id: string, label: string) => (
    <label key={id}>
      <input
        type="checkbox"
        checked={chosen.includes(slug(id))}
        onChange={(event) => tick(slug(id), event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
  const agreements = told.hubs.filter(({ agreement }) => agreement);
  return (
    <details class="net-accords">
      <summary>
        {w.accords}
        {": "}
        {chosen.length ? fill(w.chosen, { n: chosen.length }) : w.all_accords}
      </summary>
      <div>
        {told.hubs.filter(({ agreement }) => !agreement).map(({ id, label }) => box(id, label))}
        {agreements.length > 0 && (
          <details>
            <summary>{w.only_agreements}</summary>
            {agreements.map(({ id, label }) => box(id, label))}
          </details>
        )}
      </div>
    </details>
  );
}
