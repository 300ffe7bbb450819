// @ts-check
/** The colours of each outcome, and its icon on a grid of 24 × 24. */

const CIRCLE = "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z";
const CALENDAR = "M4 5.5h16V20H4zM4 10h16M8 3v4M16 3v4";
const LOCK = "M5.5 11h13v10h-13z";

const ICONS = {
  check: `${CIRCLE}M7.5 12.3l3.2 3.2 6-6.6`,
  clock: `${CIRCLE}M12 6.8V12l3.6 2.2`,
  calendar: `${CALENDAR}M8 14.5h3`,
  calendar_x: `${CALENDAR}M9.7 12.7l4.6 4.6m0-4.6l-4.6 4.6`,
  pause: `${CIRCLE}M9.7 8.5v7M14.3 8.5v7`,
  octagon: "M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM8.8 8.8l6.4 6.4m0-6.4l-6.4 6.4",
  minus: `${CIRCLE}M7.5 12h9`,
  arrow: `${CIRCLE}M7.5 12h9m-3.8-3.8l3.8 3.8-3.8 3.8`,
  question: `${CIRCLE}M9.3 9.6a2.7 2.7 0 1 1 4 2.4c-.9.5-1.3 1-1.3 2M12 16.8v.2`,
  alike: "M3 9.5c3-3.4 6-3.4 9 0s6 3.4 9 0M3 16c3-3.4 6-3.4 9 0s6 3.4 9 0",
  building: "M5 21V3.5h9V21M14 9.5h5V21M2.5 21h19M8 7.5h3M8 11.5h3M8 15.5h3",
  lock: `${LOCK}M8 11V7.5a4 4 0 0 1 8 0V11M12 15v2.5`,
  unlocked: `${LOCK}M8 11V7.5a4 4 0 0 1 7.6-1.7M12 15v2.5`,
  triangle: "M12 3L22 20.5H2zM12 9.8v5M12 17.4v.2",
  history: "M3.5 12A8.5 8.5 0 1 0 6.3 5.7L3.5 8.3M3.5 3.5v4.8h4.8M12 7.5v5l3.2 1.9",
  cloud: "M9 7a6 6 0 0 1 9 4.3A4 4 0 0 1 19.7 18M16 19H7.2a4.4 4.4 0 0 1-1.4-8.5M3 3l18 18",
  shield: "M12 2.5l8 3V12c0 4.8-3.4 7.8-8 9.5C7.4 19.8 4 16.8 4 12V5.5zM9.5 9l5 5m0-5l-5 5",
  hourglass: "M6 2.5h12M6 21.5h12M8 2.5v4l8 11v4M16 2.5v4l-8 11v4",
  page: "M5.5 2.5H14L18.5 7v14.5h-13zM14 2.5V7h4.5M9.5 12h5M9.5 16h2",
  reload: "M20.5 11A8.6 8.6 0 0 0 5 7.3L3.5 9M3.5 4v5h5M3.5 13A8.6 8.6 0 0 0 19 16.7l1.5-1.7M20.5 20v-5h-5",
};

/** @type {Record<string, [string, keyof typeof ICONS]>} */
const LOOKS = {
  VALID: ["green", "check"],
  VALID_EXPIRING: ["green", "clock"],
  VALID_TRANSITION: ["green", "check"],
  NOT_YET: ["amber", "calendar"],
  SUSPENDED: ["amber", "pause"],
  WITHDRAWN: ["red", "octagon"],
  CANCELLED: ["red", "minus"],
  EXPIRED: ["red", "calendar_x"],
  SUPERSEDED: ["red", "arrow"],
  NOT_FOUND: ["grey", "question"],
  NEAR_MISS: ["blue", "alike"],
  OTHER_BODY: ["blue", "building"],
  RESTRICTED: ["blue", "lock"],
  QR_MISMATCH: ["grey", "triangle"],
  STALE: ["grey", "history"],
  TRANSITION_OVER: ["grey", "hourglass"],
  UNKNOWN_EVENT: ["grey", "page"],
  NEWER_FORMAT: ["grey", "reload"],
  NETWORK: ["grey", "cloud"],
  INTEGRITY: ["grey", "shield"],
  INSECURE: ["grey", "unlocked"],
  OFFLINE: ["grey", "cloud"],
  OLDER_DATA: ["grey", "history"],
  AHEAD: ["grey", "question"],
  BEFORE: ["grey", "question"],
  INPUT_USCC: ["blue", "building"],
  INPUT: ["red", "triangle"],
};

/** @param {string} code */
export function appearance(code) {
  const [tone, icon] = LOOKS[code];
  return { tone, path: ICONS[icon] };
}
