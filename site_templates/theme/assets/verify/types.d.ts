/**
 * The types of the check program, for editors and `tsc --checkJs`; browsers never load this file.
 *
 * The files of register format 1 are specified in registry/README.md §4 to §6.
 */

/** A text in Chinese and, where it exists, in English. */
interface Name {
  zh: string;
  en?: string;
}

interface CertificateEvent {
  on: string;
  type: string;
  until?: string;
  by?: string;
}

/** A record (§6). Of limited disclosure it has only a number. */
interface CertificateRecord {
  number: string;
  specimen?: boolean;
  disclosure?: string;
  parent?: string;
  scheme?: string;
  standards?: string[];
  level?: string;
  holder?: string;
  holder_en?: string;
  uscc?: string;
  address?: string;
  address_en?: string;
  scope?: string;
  scope_en?: string;
  sites?: string[];
  issued_on?: string;
  valid_from?: string;
  valid_to?: string;
  first_certified_on?: string;
  revision?: number;
  events?: CertificateEvent[];
}

/** The index (§4), as far as the check reads it. */
interface RegisterIndex {
  format: 1;
  bits: number;
  snapshot: string;
  numbers?: string;
  generated_at: string;
  next_update_due?: string;
  /** the first day of validity of any certificate in it */
  since?: string;
  specimen?: boolean;
  issuer: { name: Name; prefixes: string[]; phone?: string };
  platform: { name: Name; url: string };
  limits: { notice: number; downgrade: number; expiring: number };
  schemes: Record<string, Name>;
  levels: Record<string, Name>;
  superseded: Record<string, { by: string; until?: string }>;
}

/** A shard (§5). */
interface Shard {
  format: 1;
  bits: number;
  shard: string;
  records: CertificateRecord[];
}

interface RegisterData {
  index: RegisterIndex;
  records: CertificateRecord[];
  /** they are a copy that was kept of an earlier time */
  kept?: boolean;
}

type StatusName =
  | "valid"
  | "not_yet_effective"
  | "suspended"
  | "withdrawn"
  | "cancelled"
  | "superseded"
  | "expired"
  | "restricted"
  | "unknown";

/** How a certificate stands on a day (§7.2). */
interface Status {
  status: StatusName;
  since?: string;
  last_day?: string;
  overrun?: true;
  by?: string;
}

/** Why a text is no certificate number (§2). */
type Kind = "han" | "control" | "other" | "empty" | "short" | "long";

/** Why there are no data to judge by; also the code of the outcome. */
type FaultCode = "NETWORK" | "INTEGRITY" | "NEWER_FORMAT" | "OLDER_DATA" | "INSECURE";

/** What somebody asks: the text of a number, and what a QR code claims of the certificate beside it. */
interface Question {
  text: string;
  holder?: string;
  to?: string;
  /** the day that is asked about, as written; absent: today */
  on?: string;
}

/** "unknown" is "cannot tell"; "input" is no answer, but a question that cannot be asked. */
type Verdict = "yes" | "no" | "unknown" | "input";

/** What fills a placeholder; a `word` is a key of the tables `field` and `status` of the words. */
type Fact = string | number | { word: string };
type Facts = Record<string, Fact>;

/** A further sentence: its name in the words, and its facts. */
interface Remark {
  text: string;
  facts: Facts;
}

/** A number like the one asked for: in pieces, those that differ marked, and each difference as facts. */
interface Candidate {
  number: string;
  marked: { text: string; differs: boolean }[];
  differences: Facts[];
}

interface Outcome {
  code: string;
  verdict: Verdict;
  /** which text says it: the code's own, or that of one of its cases */
  text: string;
  facts: Facts;
  remarks: Remark[];
  /** for NEAR_MISS */
  candidates: Candidate[];
  /** the record is specimen data */
  specimen: boolean;
  /** the data that were read */
  index?: RegisterIndex;
  /** where it may be shown */
  record?: CertificateRecord;
  status?: Status;
  /** the day that was judged */
  today?: string;
  /** the same day, if it was asked for */
  on?: string;
}

/** What a page keeps from one check to the next: the last index, and digest files, which never change. */
interface Held {
  index?: RegisterIndex;
  /** when the index was asked for, in milliseconds of the device's clock */
  at: number;
  /** path → digests of a group */
  digests: Map<string, string[]>;
  /** until when no near number is looked for, in milliseconds of the device's clock */
  noOffersUntil: number;
  /** the list of numbers with this digest, by key */
  numbers?: { digest: string; byKey: Promise<Map<string, string>> };
}

/** Where data come from. */
interface Source {
  /** address of the register's folder, with a slash at its end */
  register: string;
  /** what the index is expected to say, so that all files can be asked for at once */
  bits: number;
  snapshot: string;
  held: Held;
  /** the device's clock, milliseconds */
  now: () => number;
  fetch: typeof fetch;
  /** gives the check up */
  signal: AbortSignal;
  /** the latest `generated_at` that was ever seen of this register, or nothing: older data are refused */
  newest: string;
}

/** One reading of the three files. */
interface Reading extends Source {
  /** one of them is not from the network, but a copy that was kept of an earlier time */
  kept: boolean;
  /** path of the shard that is looked for */
  shard: string;
}

/** All that a check touches outside itself. */
interface World extends Source {
  /** is told what is asked before the network is */
  begun: (key: string, question: Question) => void;
}

interface Result {
  question: Question;
  key?: string;
  outcome: Outcome;
  /** what is said of today, where another day was asked about */
  current?: Outcome;
  /** device time, milliseconds */
  asked_at: number;
}

type DayWords = typeof import("./words.day.zh.mjs").words;
/** `day` is there once a day was asked about. */
type Words = typeof import("./words.zh.mjs").words & typeof import("./words.data.zh.mjs").words & { day?: DayWords };
type Language = "zh" | "en";

/** What the page knows by itself, without the register. */
interface Setting {
  lang: Language;
  words: Words;
  /** the body's name, in the page's language */
  body: string;
  /** where the page ought to be */
  domain: string;
  /** address of the search for organisations */
  search: string;
  phone?: string;
  platform: { text: string; href: string };
}

/** What the buttons of an answer do. */
interface Actions {
  /** checks another number */
  ask: (number: string) => void;
  /** checks a number that was offered in place of the one that was asked for */
  askInstead: (number: string) => void;
  retry: () => void;
  copy: (line: HTMLElement) => void;
  /** checks the same number on another day; undefined: today */
  askDay: (day: string | undefined) => void;
}

type Sayable = Record<string, Fact | { text: string; href: string }>;
type Child = Node | string | null | undefined | false;
