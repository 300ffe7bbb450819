// @ts-check
/** What the check says in English of a day that was asked about, in place of what it says of today. */

export const words = {
  outcome: /** @type {Words["outcome"]} */ ({
    VALID: {
      heading: "Valid on {on}",
      message: "By the data released {asof}, certificate {no} was valid on {on}. This says nothing about today.",
      next: "Check that the particulars below match the certificate in your hand. They are what is registered now, not always what was registered on that day.",
    },
    NOT_YET: {
      heading: "Not valid yet on {on}",
      message: "Certificate {no} takes effect on {from}; {on} is before that.",
    },
    SUSPENDED: {
      heading: "Suspended on {on}",
      message: "Certificate {no} was suspended from {from}, and {on} is within the suspension. During suspension the certification is temporarily invalid and the holder must not use the certificate or mark.",
    },
    WITHDRAWN: {
      heading: "Withdrawn by {on}",
      message: "We withdrew certificate {no} on {from}. It has not been valid since that date.",
    },
    CANCELLED: {
      heading: "Cancelled by {on}",
      message: "Certificate {no} was cancelled on {from} (at the holder’s request or because certification ended). It has not been valid since. Cancellation by itself does not mean a breach.",
    },
    EXPIRED: {
      heading: "Expired by {on}",
      message: "Certificate {no} expired on {to}.",
    },
    SUPERSEDED: {
      heading: "Replaced by {on}",
      message: "Certificate {no} was replaced by {new} on {from}, and has not been valid since.",
    },
    AHEAD: {
      heading: "The data do not reach {on} – cannot be confirmed",
      message: "The last release was {asof}; it says nothing of {on}.",
      next: "Check again after that day, once newer data have been released.",
    },
    BEFORE: {
      heading: "The register does not go back to {on} – cannot be confirmed",
      message: "The register begins on {since}; it says nothing of {on}.",
      next: "To confirm what was so at the time, contact us. {contact}",
    },
    QR_MISMATCH: {
      heading: "The QR code does not match our records – {on} cannot be confirmed",
      message: "Certificate {no} is registered as valid on {on}, but the QR code says something else than our record, so we cannot confirm the certificate in your hand.",
      next: "Our record is what is registered now, not always what was registered on that day. Report the document to us if somebody gave it to you. {contact}",
    },
    TRANSITION_OVER: {
      heading: "Transition had ended by {on} – we cannot confirm it was valid",
      message: "The standard {oldstd} of certificate {no} was replaced by {newstd}, and the transition ended on {deadline}.",
      next: "Contact us to confirm. {contact}",
    },
    OFFLINE: {
      heading: "You are offline – {on} cannot be confirmed",
      message: "By the data released {asof} and kept on this device, certificate {no} was “{st}” on {on}. That is not a conclusion.",
      next: "Check again once you are online.",
    },
    INPUT_DAY: {
      heading: "The date in the link cannot be read",
      message: "A day in a link is written like 2026-11-22. You can check the number alone and then choose a day.",
    },
  }),
  conclusion: {
    yes: "Conclusion: can be relied on for {on}",
    no: "Conclusion: do not rely on it for {on}",
    unknown: "Conclusion: cannot be confirmed",
    input: "",
  },
  current: "Today ({today}): {heading}.",
  later: "after that day",
  back: "Check today",
};
