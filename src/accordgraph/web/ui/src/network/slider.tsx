import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useDayField } from "../shared/day";
import { day, release, shown, slide } from "./shown";
import type { History } from "./types";
import { w } from "./words";

const [STEP, SLOW] = [420, 1_000];
const still = matchMedia("(prefers-reduced-motion: reduce)");

function yearOf(text: string): number {
  return Number(text.slice(0, 4));
}

/** The day that a year stands for: its last, or today. */
export function dayOf(year: number, today: string): string {
  return year >= yearOf(today) ? "" : `${year}-12-31`;
}

// What is typed or slid is heard as `onChangeCapture`: where a page loads preact/compat, it makes of
// `onChange` an `onInput`, which comes at every step.

/** The day shown: sliding through the years, to the day, or played. */
export function Slider({
  told,
  playing,
  play,
}: {
  told: History;
  playing: boolean;
  play: (on: boolean) => void;
}) {
  const [first, last] = [yearOf(told.since), yearOf(told.today)];
  const now = day.value || told.today;
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);

  useEffect(() => {
    if (!playing) return;
    if (yearOf(day.value || told.today) >= last) slide(dayOf(first, told.today));
    timer.current = setInterval(
      () => {
        const year = yearOf(day.value || told.today) + 1;
        slide(dayOf(year, told.today));
        if (year >= last) play(false);
      },
      still.matches ? SLOW : STEP,
    );
    return () => {
      clearInterval(timer.current);
      release();
    };
  }, [playing]);

  return (
    <div class="net-time">
      <button type="button" class="net-play" onClick={() => play(!playing)}>
        <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" fill="currentColor">
          <path d={playing ? "M4 3h4v14H4zM12 3h4v14h-4z" : "M5 3l12 7-12 7z"} />
        </svg>
        {playing ? w.pause : w.play}
      </button>
      <div class="net-track">
        <Marks told={told} />
        <input
          type="range"
          min={first}
          max={last}
          step={1}
          value={yearOf(now)}
          aria-label={w.year}
          aria-valuetext={now}
          onInput={(event) => {
            play(false);
            slide(dayOf(Number(event.currentTarget.value), told.today));
          }}
          onChangeCapture={release}
        />
        <div class="net-years" aria-hidden="true">
          {[first, 1970, 1990, 2010, last].map((year) => (
            <span key={year} style={{ insetInlineStart: `${((year - first) / (last - first)) * 100}%` }}>
              {year}
            </span>
          ))}
        </div>
      </div>
      <Exact told={told} now={now} />
    </div>
  );
}

/** The day to the day; it is taken once it is whole. */
function Exact({ told, now }: { told: History; now: string }) {
  const [typed, setTyped] = useState(now);
  const field = useDayField();
  useEffect(() => setTyped(now), [now]);
  return (
    <label class="net-exact">
      <span>{w.day}</span>
      <input
        {...field}
        aria-label={w.day}
        min={told.since}
        max="2200-12-31"
        value={typed}
        onChangeCapture={(event) => {
          const wanted = event.currentTarget.value;
          setTyped(wanted);
          if (!wanted) return;
          slide(wanted === told.today ? "" : wanted);
          release();
        }}
      />
    </label>
  );
}

/** How much begins and ends in each year, whatever the filters. */
function Marks({ told }: { told: History }) {
  const [first, last] = [yearOf(told.since), yearOf(told.today)];
  const counts = useMemo(() => {
    const found = new Map<number, [number, number]>();
    for (const { day, what } of told.changes) {
      const each = found.get(yearOf(day)) ?? [0, 0];
      each[what === "ends" ? 1 : 0] += 1;
      found.set(yearOf(day), each);
    }
    return new Map([...found].filter(([year]) => first <= year && year <= last));
  }, [told]);
  const [under, setUnder] = useState(last);
  const [begun, ended] = counts.get(under) ?? [0, 0];
  // All bars in two paths, not two elements for each of the years: a page is laid out again at every step.
  const bars = (of: 0 | 1, up: 1 | -1) =>
    [...counts].map(([year, each]) => `M${year - first - 0.38} 20v${-up * high(each[of])}h.76V20z`).join("");
  return (
    <svg
      class="net-marks"
      viewBox={`-0.5 0 ${last - first + 1} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={w.marks}
      onPointerMove={({ offsetX, currentTarget }) =>
        setUnder(first + Math.floor((offsetX / currentTarget.clientWidth) * (last - first + 1)))
      }
    >
      <title>{`${under}: +${begun} −${ended}`}</title>
      <path class="begins" d={bars(0, 1)} />
      <path class="ends" d={bars(1, -1)} />
    </svg>
  );
}

function high(n: number): number {
  return Math.min(19, n ? 2 + 3 * Math.sqrt(n) : 0);
}

/** Whether the address still shows another day than the hand. */
export function sliding(): boolean {
  return day.value !== shown.value.day;
}
