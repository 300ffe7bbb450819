// @ts-check
/** What the check says in English of data that were read. Loaded with the first check. */

const VALID = "As of {asof}, certificate {no} is valid. Its last day of validity is {to}.";
const AFTER = "Check again after that date to see whether it was renewed.";
const NEAR = [
  "Compare with the original before you check a number.",
  "Otherwise the certificate may be another body’s, or too recent to be published: search at {platform}, or ask us to check by hand. {contact}",
];

/** @type {typeof import("./words.data.zh.mjs").words} */
export const words = {
  found: {
    VALID: {
      heading: "Valid",
      message: VALID,
      next: "Check that the organisation name, standard, scope and address below match the certificate in your hand.",
    },
    VALID_EXPIRING: {
      heading: "Valid – expires in {n} days",
      message: VALID,
      next: AFTER,
    },
    VALID_DAY_LEFT: {
      heading: "Valid – tomorrow is its last day",
      message: VALID,
      next: AFTER,
    },
    VALID_LAST_DAY: {
      heading: "Valid – today is its last day",
      message: VALID,
      next: AFTER,
    },
    VALID_TRANSITION: {
      heading: "Valid – standard in transition",
      message: VALID,
      next: "If you need the new edition, for example in a tender, ask the holder for its transition plan.",
    },
    NOT_YET: {
      heading: "Not valid yet",
      message: "Certificate {no} takes effect on {from}. It is not evidence of certification before that date.",
      next: "Check again on or after that date.",
    },
    SUSPENDED: {
      heading: "Suspended – not currently valid",
      message: "Certificate {no} has been suspended since {from}. During suspension the certification is temporarily invalid and the holder must not use the certificate or mark.",
      next: "It may be restored or withdrawn. Check again before relying on it.",
    },
    WITHDRAWN: {
      heading: "Withdrawn – not valid",
      message: "We withdrew certificate {no} on {from}. It has not been valid since that date.",
      next: "If someone is still presenting it, tell us. {contact}",
    },
    CANCELLED: {
      heading: "Cancelled – no longer valid",
      message: "Certificate {no} was cancelled on {from} (at the holder’s request or because certification ended). It has not been valid since. Cancellation by itself does not mean a breach.",
      next: "Search by organisation name for other certificates.",
    },
    EXPIRED: {
      heading: "Expired",
      message: "Certificate {no} expired at the end of {to}. We have no record of a renewal under this number.",
      next: "A renewed certificate may have a different number: search by organisation name, or ask the holder for it.",
    },
    SUPERSEDED: {
      heading: "Replaced – old number no longer valid",
      message: "Certificate {no} was replaced by {new} on {from}. The old certificate is no longer valid.",
      next: "See the status of {new}.",
    },
    NOT_FOUND: {
      heading: "No certificate with this number",
      message: "Our public records of {asof} have no certificate {no}. That does not prove it is fake: the number may be mistyped, issued by another body, or too recent to be published.",
      next: [
        "Compare the number with the original.",
        "Search the certificates of all Chinese bodies at {platform}.",
        "Ask us to check by hand. {contact}",
      ],
    },
    NEAR_MISS: {
      heading: "No certificate {no}. Did you mean {cand}?",
      message: "Our records have a number that looks much like it. We have not changed your number for you.",
      next: NEAR,
    },
    NEAR_MISS_SEVERAL: {
      heading: "No certificate {no}. Did you mean one of these?",
      message: "Our records have numbers that look much like it. We have not changed your number for you.",
      next: NEAR,
    },
    OTHER_BODY: {
      heading: "This number looks like another body’s",
      message: "Certificate {no} does not begin as our numbers do ({ours}), so we cannot confirm it.",
      next: "Search at {platform}.",
    },
    RESTRICTED: {
      heading: "Details are restricted",
      message: "Certificate {no} is in our records, but its details are not published online by agreement with the holder.",
      next: "Contact us with the original certificate to confirm. {contact}",
    },
    QR_MISMATCH: {
      heading: "The QR code does not match our records",
      message: "Certificate {no} is registered as valid, but the QR code says something else than our record, so we cannot confirm the certificate in your hand.",
      next: "Rely on the record on this page, and report the document to us if somebody gave it to you. {contact}",
    },
    STALE: {
      heading: "Data is {n} days old – we cannot confirm it is still valid",
      message: "The last release was {asof}; by those data certificate {no} is “{st}”. It may have changed since.",
      next: "Try later, or contact us to confirm. {contact}",
    },
    TRANSITION_OVER: {
      heading: "Transition has ended – we cannot confirm it is valid",
      message: "The standard {oldstd} of certificate {no} was replaced by {newstd}, and the transition ended on {deadline}. We have not yet published what became of this certificate.",
      next: "Contact us to confirm. {contact}",
    },
    UNKNOWN_EVENT: {
      heading: "The record has an entry that this page does not know",
      message: "The record of certificate {no} has an entry of a kind that this page does not know, so it cannot tell the status.",
      next: "Reload this page and check again. If it still says so, contact us. {contact}",
    },
    OFFLINE: {
      heading: "You are offline – cannot be confirmed",
      message: "In the data released {asof} and kept on this device, certificate {no} was “{st}”. That is not a current result.",
      next: "Check again once you are online.",
    },
    NEWER_FORMAT: {
      heading: "This page is too old to read the present data",
      message: "The register now has a newer format. This says nothing about the certificate.",
      next: "Reload this page and check again. If it still says so, contact us. {contact}",
    },
    OLDER_DATA: {
      heading: "The data are older than data seen before, so no result is shown",
      message: "This browser has seen newer data of this register than those received, which may come from a cache on the way. This says nothing about the certificate.",
      next: "Try again later or use another network; if it stays so, contact us. {contact}",
    },
    INPUT_USCC: {
      heading: "This is a unified social credit code",
      message: "{no} is the code of an organisation, not the number of a certificate.",
    },
  },
  remark: {
    clock_behind: "Your device date {device} is earlier than the data of {published}; the date of the data was used.",
    old_data: "The data is {n} days old; the last release was {asof}.",
    suspended_until: "The published period of suspension runs until {until}.",
    overrun: "The published period of suspension ended on {until}. Neither restoration nor withdrawal has been published, so it still counts as suspended.",
    expired_suspended: "It had been suspended since {from}, and there is no record of restoration before it expired.",
    mismatch: "{field}: the QR code says “{qr}”, our record says “{reg}”.",
    transition: "Its standard {oldstd} has been replaced by {newstd}; the transition ends on {deadline}.",
    transition_open: "Its standard {oldstd} has been replaced by {newstd}; no end of the transition has been published yet.",
    not_here: "This register holds specimen data only at present. Real certificates are not in it: search at {platform}.",
  },
  difference: "character {pos}: {a} → {b}",
  surplus: "character {pos}: {a} is one too many",
  lacking: "character {pos}: {b} is missing",
  list: "; ",
  asked: "Checked as {no}",
  other_host: "The link points to {host}, not to this site",
  details: "What is registered",
  field: {
    number: "Certificate number", holder: "Organisation", uscc: "Unified social credit code", scheme: "Scheme",
    standards: "Standard", level: "Level", scope: "Scope", address: "Address", sites: "Further sites",
    first_certified_on: "First certified", issued_on: "Issued", valid_from: "Valid from", valid_to: "Last day of validity",
    revision: "Issue of the document", parent: "Main certificate",
  },
  family_field: "Main and sub-certificates",
  family: "Certificates whose number begins with {no}",
  history: "History",
  history_on: "Date",
  history_event: "Event",
  history_until: "until {until}",
  history_by: "by {by}",
  history_future: "not in effect yet",
  event: {
    granted: "Granted", recertified: "Recertified", expired_restored: "Restored after expiry", suspended: "Suspended",
    restored: "Restored", withdrawn: "Withdrawn", cancelled: "Cancelled", superseded: "Replaced",
    surveillance_passed: "Surveillance passed", scope_extended: "Scope extended", scope_reduced: "Scope reduced",
    reissued: "Document reissued", corrected: "Record corrected",
  },
  unknown_event: "Entry that this page does not know",
  status: {
    valid: "valid", suspended: "suspended", withdrawn: "withdrawn", cancelled: "cancelled", superseded: "replaced",
    expired: "expired", not_yet_effective: "not yet valid", unknown: "not known",
  },
  rest_missing: "The rest of this page has not loaded.",
  reload: "Reload this page",
  times: "Check and data",
  asked_at: "Checked at",
  asked_at_value: "{time} (Beijing time, by this device’s clock)",
  generated_at: "Data released",
  generated_at_value: "{time} (Beijing time)",
  next_update: "Next release no later than",
  version: "Register version",
  address_of_page: "Address of this page",
};
