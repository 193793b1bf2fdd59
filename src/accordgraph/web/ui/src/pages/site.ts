/** What every page has: the choice of light or dark, and each table to save as CSV. */
import "../shared/ui.css";

import { tableButtons } from "../shared/tables";
import { themeSwitch } from "../shared/theme";

themeSwitch();
tableButtons();
