import assert from "node:assert/strict";
import { test } from "node:test";
import * as words from "../../js/ui/link-words.js";

/** With counts as programs write them. @param {import("../../js/model/state.js").Notice} notice */
const plain = (notice) => ({ ...notice, message: notice.message.replaceAll("\u202f", ",") });
/** @param {Parameters<typeof words.linkNotice>} args */
const linkNotice = (...args) => plain(words.linkNotice(...args));
/** @param {Parameters<typeof words.weightsNotice>} args */
const weightsNotice = (...args) => plain(words.weightsNotice(...args));

const copied = (length = 80, lacksCode = false) => ({ href: "x".repeat(length), isCopied: true, lacksCode });

test("a link that says everything is copied without more words", () => {
  assert.deepEqual(linkNotice(copied(), null), { kind: "info", message: "The link has been copied." });
});

test("weights are offered with the length of the link that has them", () => {
  const notice = linkNotice(copied(), { step: 1234, href: "x".repeat(1999) });
  assert.equal(
    notice.message,
    "The link has been copied. It can also have the weights of step 1,234, unrounded: 1,999 characters.",
  );
  assert.equal(notice.offer, "weights");
});

test("from 2,000 characters on it is said that chats cut links", () => {
  assert.doesNotMatch(linkNotice(copied(1999), null).message, /chats/);
  const long = "The link has been copied. It has 2,000 characters, and chats cut long links.";
  assert.equal(linkNotice(copied(2000), null).message, long);
  assert.match(
    linkNotice(copied(), { step: 1, href: "x".repeat(2000) }).message,
    /2,000 characters; chats cut long links\.$/,
  );
  assert.match(weightsNotice(copied(2000), 1).message, /It has 2,000 characters, and chats cut long links\./);
});

test("weights or code that do not fit are offered as a file", () => {
  const notice = linkNotice(copied(), { step: 7, href: null });
  assert.match(notice.message, /without the weights of step 7, too many for a link; a file takes them\.$/);
  assert.equal(notice.offer, "save");
  const other = linkNotice(copied(80, true), { step: 7, href: "x" });
  assert.match(other.message, /lacks your code, which is too long for a link; a file takes it\.$/);
  assert.equal(other.offer, "save");
});

test("of a link with weights it is said what is not in it", () => {
  const { message } = weightsNotice(copied(), 812);
  assert.match(
    message,
    /^The link has been copied, with the weights of step 812\. Whoever opens it begins a new run/,
  );
  assert.match(message, /the past, the curves and what the optimizer remembers stay here\.$/);
});

test("where the browser does not allow copying the link is shown, and the same is said", () => {
  const notice = linkNotice({ ...copied(2000), isCopied: false }, { step: 1, href: "x" });
  assert.match(notice.message, /^It has 2,000 .* not allow copying here\. Copy the link yourself:$/);
  assert.equal(notice.detail?.length, 2000);
  assert.equal(notice.offer, "weights");
});
