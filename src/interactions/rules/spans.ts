/** Spans of `statistics_people` in seconds, the longest first: a local day is nine of them at most, in most zones. */
export const peopleSpans = [86_400, 21_600, 3_600, 900] as const;

/** Spans of `statistics_ways` in seconds: what lies beside them at the ends of a range is read from rows. */
export const waySpans = [86_400, 21_600] as const;

/** Longer ones, gathered of those when they are over: a year is twenty of them at most instead of 365 days. */
export const longWaySpans = [5_529_600, 1_382_400, 345_600] as const;

/** Seconds after which whoever does something again begins a new visit. */
export const visitPause = 1_800;

/** The event of somebody who lets the bot in or keeps it out: nobody is active by that. */
export const membershipEvent = 'my_chat_member';
