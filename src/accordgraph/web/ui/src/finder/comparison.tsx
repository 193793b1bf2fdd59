/** The ways side by side: one column for each, one row for each thing in which they differ. */
import type { ComponentChildren } from "preact";
import { Force } from "../shared/forces";
import { Mark } from "../shared/outcomes";
import { number } from "../shared/words";
import { Opens } from "./sentence";
import { page } from "./sources";
import { type Answer, labelled, type Path, rankOf } from "./types";
import { w } from "./words";

export function Comparison({ answer }: { answer: Answer }) {
  const { paths } = answer;
  const row = (name: string, cell: (path: Path) => ComponentChildren) => (
    <tr>
      <th scope="row">{name}</th>
      {paths.map((path, i) => (
        <td key={i}>{cell(path)}</td>
      ))}
    </tr>
  );
  const any = (has: (path: Path) => unknown) => paths.some(has);
  return (
    <>
      {paths.some((path) => path.pareto) && paths.length > 1 && <p class="hint">{w.best_why}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section class="scroll compared" aria-label={w.compared} tabIndex={0}>
        <table>
          <caption class="unseen">{w.compared}</caption>
          <thead>
            <tr>
              <td />
              {paths.map((path, i) => (
                <th key={i} scope="col" class={`o-${path.outcome}`}>
                  {path.accord ? (
                    <a href={page(`accord/${path.accord}`)}>{path.accord_label}</a>
                  ) : (
                    w.no_accord
                  )}
                  {path.pareto && paths.length > 1 && <span class="best">◆ {w.best}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {row(w.outcome, (p) => (
              <span class={`outcome o-${p.outcome}`}>
                <Mark outcome={p.outcome} /> <span>{p.outcome_label}</span>
              </span>
            ))}
            {row(w.status, (p) => (p.outcome === "blocked" ? "–" : p.certainty_label))}
            {row(w.force, (p) =>
              p.outcome === "blocked" ? (
                "–"
              ) : (
                <>
                  <Force rank={rankOf(p.force)} /> {p.force_label ?? w.unknown}
                </>
              ),
            )}
            {row(w.evidence, (p) => (
              <span class={`grade g-${p.evidence_grade}`}>{labelled(p.evidence_grade)}</span>
            ))}
            {any((p) => p.gap_years) && row(w.gap, (p) => (p.gap_years ? number(p.gap_years) : "–"))}
            {any((p) => p.reasons.length) &&
              row(w.why, (p) => <List of={p.reasons.map((r) => r.sentence ?? r.code)} />)}
            {any((p) => p.outcome === "blocked" && p.opens.length) &&
              row(w.opens, (p) => <Opens path={p} bare />)}
            {row(w.waived, (p) => (
              <List of={open(p, p.waived)} kind="waived" />
            ))}
            {row(w.show, (p) => (
              <List of={open(p, p.to_show)} kind="show" />
            ))}
            {row(w.do, (p) => (
              <List of={open(p, p.actions)} kind="do" />
            ))}
            {row(w.remains, (p) => (
              <>
                <List of={open(p, p.residual)} kind="residual" />
                {p.outcome !== "blocked" && p.residual_complete === false && (
                  <p class="muted">{w.remains_open}</p>
                )}
              </>
            ))}
            {row(w.decides, (p) => decides(p) || "–")}
            {row(w.discretion, (p) => (p.outcome === "blocked" ? "–" : labelled(p.discretion) || "–"))}
            {row(w.steps, (p) => (
              <List of={p.steps.map((step) => brief(step.text, p))} ordered />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** What a closed way asks or spares says nothing: it is closed. */
function open(path: Path, items: readonly string[]): readonly string[] {
  return path.outcome === "blocked" ? [] : items;
}

/** A step without the name of the accord, which stands above. */
export function brief(text: string, path: Path): string {
  const bare = text.replace(`${path.accord_label}: `, "").replace(`${path.accord_label}：`, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

export function decides(path: Path): string {
  if (path.outcome === "blocked" || !path.decided_by) return "";
  return path.decided_by.bodies.map((body) => body.label).join("; ") || labelled(path.decided_by.role);
}

function List({ of, kind, ordered }: { of: readonly string[]; kind?: string; ordered?: boolean }) {
  if (!of.length) return <>–</>;
  const items = of.map((text) => <li key={text}>{text}</li>);
  return ordered ? (
    <ol class="tight">{items}</ol>
  ) : (
    <div class={`part ${kind ?? ""}`}>
      <ul>{items}</ul>
    </div>
  );
}

/** One row for each way, for a spreadsheet. */
export function rows(answer: Answer): string[][] {
  const head = [
    w.accord, w.outcome, w.status, w.force, w.evidence, w.best, w.gap, w.waived, w.show, w.do, w.remains,
    w.decides, w.discretion, w.steps, w.why, w.opens, w.sources,
  ]; // biome-ignore format: a list
  const list = (items: readonly string[]) => items.join("; ");
  return [
    head,
    ...answer.paths.map((p) => [
      p.accord_label ?? w.no_accord,
      p.outcome_label,
      p.certainty_label,
      p.force_label ?? "",
      labelled(p.evidence_grade),
      p.pareto ? "◆" : "",
      p.gap_years ? String(p.gap_years) : "",
      list(open(p, p.waived)),
      list(open(p, p.to_show)),
      list(open(p, p.actions)),
      list(open(p, p.residual)),
      decides(p),
      labelled(p.discretion),
      list(p.steps.map((step) => brief(step.text, p))),
      list(p.reasons.map((r) => r.sentence ?? r.code)),
      list(p.outcome === "blocked" ? p.opens.map((o) => o.facts.map((fact) => fact.text).join(" + ")) : []),
      list([...new Set(p.evidence.map((each) => each.title ?? each.source))]),
    ]),
  ];
}
