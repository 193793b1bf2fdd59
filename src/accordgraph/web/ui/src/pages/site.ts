/** What every page has: the choice of light or dark, each table to save as CSV, and word of what takes its time. */
import "../shared/ui.css";

import { plainWhenMissing } from "../shared/fallback";
import { tellLeaving } from "../shared/leaving";
import { happeningsButton, tableButtons } from "../shared/tables";
import { themeSwitch } from "../shared/theme";

plainWhenMissing();
themeSwitch();
tellLeaving();
tableButtons();
happeningsButton();
