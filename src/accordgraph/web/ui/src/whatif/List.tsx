import { useState } from "preact/hooks";
import { Mark } from "../shared/outcomes";
import { fill, number } from "../shared/words";
import { accordsOf, type Change } from "./changes";
import { w } from "./words";

const STEP = 100;

/** Every change in words. */
export function List({ changes, link }: { changes: readonly Change[]; link: (change: Change) => string }) {
  const [most, setMost] = useState(STEP);
  const shown = changes.slice(0, most);
  const left = changes.length - shown.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section class="scroll" aria-labelledby="changes" tabIndex={0}>
        <table class="ui-cards">
          <thead>
            <tr>
              {w.heads.map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <tr key={`${each.goal} ${each.home.id} ${each.target.id}`}>
                <td>
                  <span class={`ui-change ${each.change}`}>{w[each.change]}</span>
                </td>
                <th scope="row" data-head={w.heads[1]}>
                  <a href={link(each)}>{each.home.label}</a>
                </th>
                <td data-head={w.heads[2]}>{each.target.label}</td>
                <td data-head={w.heads[3]}>
                  <Mark outcome={each.before} size={16} /> {each.before_label}
                </td>
                <td data-head={w.heads[4]}>
                  <Mark outcome={each.after} size={16} /> {each.after_label}
                </td>
                <td data-head={w.heads[5]}>{accordsOf(each)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 && (
        <p class="hint">
          {fill(w.shown, { n: number(shown.length), all: number(changes.length) })}{" "}
          <button type="button" class="quiet" onClick={() => setMost(most + STEP)}>
            {fill(w.more, { n: Math.min(STEP, left) })}
          </button>
        </p>
      )}
    </>
  );
}
