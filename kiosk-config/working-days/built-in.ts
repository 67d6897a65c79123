import { makeCalendars, yearCalendarSchema, type Calendars } from './calendar.ts';
import of2020 from './calendars/2020.json' with { type: 'json' };
import of2021 from './calendars/2021.json' with { type: 'json' };
import of2022 from './calendars/2022.json' with { type: 'json' };
import of2023 from './calendars/2023.json' with { type: 'json' };
import of2024 from './calendars/2024.json' with { type: 'json' };
import of2025 from './calendars/2025.json' with { type: 'json' };
import of2026 from './calendars/2026.json' with { type: 'json' };

/** From the year in which the measures came into force (2020-10-01) to the last one that was announced. */
export const builtInCalendars: Calendars = makeCalendars(
  [of2020, of2021, of2022, of2023, of2024, of2025, of2026].map((each) => yearCalendarSchema.parse(each)),
);
