/** An answer as a file: where a profile was told, it is asked by POST, so that no address holds it. */
import { save } from "../shared/save";
import { waiting } from "../shared/waiting";
import { asked, data, failed } from "./asking";

export async function saveAnswer(kind: "json" | "receipt"): Promise<void> {
  const over = waiting();
  try {
    const found = await data<unknown>(asked(), kind === "receipt" ? { receipt: "true" } : {});
    save(
      new Blob([JSON.stringify(found, null, 2)], { type: "application/json" }),
      `${kind === "json" ? "answer" : kind}.json`,
    );
  } catch (error) {
    failed(error, () => void saveAnswer(kind));
  } finally {
    over();
  }
}
