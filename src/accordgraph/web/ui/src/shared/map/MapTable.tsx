import { Mark, type Outcome } from "../outcomes";
import { words } from "../words";
import type { MapPoint } from "./model";

const w = words({
  en: { place: "Place", outcome: "Outcome", more: "More" },
  zh: { place: "辖区", outcome: "结果", more: "说明" },
});

/** The points of a map as a table, for those who would rather read. */
export function MapTable(given: {
  caption: string;
  points: readonly MapPoint[];
  /** Names of outcomes in the reader's language. */
  outcomes?: Partial<Record<Outcome, string>>;
}) {
  const told = given.points.some(({ outcome }) => outcome);
  const more = given.points.some(({ detail }) => detail);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll" aria-label={given.caption} tabIndex={0}>
      <table>
        <caption class="unseen">{given.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.place}</th>
            {told && <th scope="col">{w.outcome}</th>}
            {more && <th scope="col">{w.more}</th>}
          </tr>
        </thead>
        <tbody>
          {given.points.map((point) => (
            <tr key={point.code}>
              <th scope="row">
                {point.href ? <a href={point.href}>{point.label}</a> : point.label}{" "}
                <span class="n">{point.code}</span>
              </th>
              {told && (
                <td>
                  {point.outcome && (
                    <>
                      <Mark outcome={point.outcome} size={16} />{" "}
                      {given.outcomes?.[point.outcome] ?? point.outcome}
                    </>
                  )}
                </td>
              )}
              {more && <td>{point.detail}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
