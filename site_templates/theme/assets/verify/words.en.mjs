// @ts-check
/** What the check says in English before and without data. `{…}` is the place of a fact; several things to do `next` are steps. */

/** @type {typeof import("./words.zh.mjs").words} */
export const words = {
  outcome: {
    NETWORK: {
      heading: "We could not complete the check",
      message: "The network dropped, or the server did not respond properly. This says nothing about the certificate.",
      next: "Try again, or save the link of this page for later.",
    },
    INTEGRITY: {
      heading: "The data failed its integrity check, so no result is shown",
      message: "The data we received is not as the register’s format requires. It may have been altered on the way, or an update may be under way. This says nothing about the certificate.",
      next: "Make sure the address is {domain}, then try again later or on another network. If it still says so, contact us. {contact}",
    },
    INSECURE: {
      heading: "This connection is not secure, so nothing was checked",
      message: "This page was not opened over https, and the browser therefore withholds what the check needs. This says nothing about the certificate.",
      next: "Open this page by an address that begins with https://.",
    },
    INPUT_EMPTY: { heading: "Enter a certificate number" },
    INPUT_SHORT: { heading: "Certificate number must be at least {min} characters – you entered {n}" },
    INPUT_LONG: { heading: "Certificate number must be at most {max} characters – you entered {n}" },
    INPUT_CHAR: { heading: "Certificate number has letters and digits only – remove “{c}”" },
  },
  conclusion: {
    yes: "Conclusion: can be relied on",
    no: "Conclusion: do not rely on it",
    unknown: "Conclusion: cannot be confirmed",
    input: "",
  },
  specimen: "Specimen – not a real certificate",
  specimen_conclusion: "Specimen demonstration · {conclusion}",
  specimen_title: "Specimen demonstration: {title}",
  contact: { known: "Telephone: {phone}.", unknown: "Our contact details have not been published yet." },
  check: "Check {no}",
  by_organisation: "Search by organisation",
  looking: "Checking {no}…",
  slow: "Still checking {no} – the connection is slow…",
  cancelled: "The check was cancelled.",
  cancel: "Cancel",
  retry: "Try again",
  copy: "Copy link",
  copied: "Link copied.",
  copy_by_hand: "Copy this link",
  result_title: "{heading} - {no} - {body}",
  error_title: "Error: {heading} - {body}",
};
