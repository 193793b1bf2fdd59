/** A link to what is shown: without what one told about oneself, unless the sender ticks it. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asked } from "./asking";
import { link, told } from "./question";
import { w } from "./words";

export function share(place: HTMLElement): void {
  for (const plain of document.querySelectorAll<HTMLElement>("main .plainly")) plain.hidden = true;
  render(<Share />, place);
}

function Share() {
  const [whole, setWhole] = useState(false);
  const [, setMoved] = useState(0);
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const moved = () => setMoved((n) => n + 1);
    addEventListener("addresschange", moved);
    return () => removeEventListener("addresschange", moved);
  }, []);
  const question = asked();
  const address = link(question, whole);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(address);
      setSaid(w.copied);
    } catch {
      field.current?.select();
      setSaid(w.copy_by_hand);
    }
  }
  return (
    <div class="share">
      <label for="share-link">{w.share}</label>
      <div class="row">
        <input
          id="share-link"
          type="text"
          readOnly
          value={address}
          ref={field}
          onFocus={(e) => e.currentTarget.select()}
        />
        <button type="button" onClick={() => void copy()}>
          {w.copy}
        </button>
      </div>
      {told(question) && (
        <div class="tick">
          <label>
            <input
              type="checkbox"
              checked={whole}
              aria-describedby="share-hint"
              onChange={(e) => setWhole(e.currentTarget.checked)}
            />
            <span>{w.whole}</span>
          </label>
          <p class="hint" id="share-hint">
            {w.whole_hint}
          </p>
        </div>
      )}
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}
