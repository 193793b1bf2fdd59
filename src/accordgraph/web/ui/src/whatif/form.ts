/** The tiers of the accord chosen are offered. */
export function helped(form: HTMLFormElement): void {
  const told = form.querySelector("#tiers")?.textContent;
  const accord = form.querySelector<HTMLSelectElement>("select[name=accord]");
  const tier = form.querySelector<HTMLSelectElement>("select[name=tier]");
  if (told && accord && tier) {
    const tiers = JSON.parse(told) as Record<string, [string, string][]>;
    const offer = () => {
      const [first, before] = [tier.options[0], tier.value];
      const found = (tiers[accord.value] ?? []).map(([name, label]) => new Option(label, name));
      tier.replaceChildren(...(first ? [first] : []), ...found);
      tier.value = found.some(({ value }) => value === before) ? before : "";
    };
    accord.addEventListener("change", offer);
    offer();
  }
}
