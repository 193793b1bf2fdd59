/** Which accord to join next: the ranking in another order. */
import "../whatif/whatif.css";

import { sortable } from "../shared/sortable";

for (const table of document.querySelectorAll<HTMLTableElement>("table[data-ui=sortable]")) sortable(table);
