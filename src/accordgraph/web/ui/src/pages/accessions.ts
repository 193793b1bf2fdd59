/** Which accord to join next: the ranking in another order, and word that it is being made. */
import "../whatif/whatif.css";

import { sortable } from "../shared/sortable";
import { helped } from "../whatif/form";

for (const table of document.querySelectorAll<HTMLTableElement>("table[data-ui=sortable]")) sortable(table);
for (const form of document.querySelectorAll<HTMLFormElement>("form.filters")) helped(form);
