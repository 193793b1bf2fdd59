/** What every page has: the choice of light or dark, each table to save as CSV, and help where a part is missing. */
import "../shared/ui.css";

import { plainWhenMissing } from "../shared/fallback";
import { happeningsButton, tableButtons } from "../shared/tables";
import { themeSwitch } from "../shared/theme";

plainWhenMissing();
themeSwitch();
tableButtons();
happeningsButton();
