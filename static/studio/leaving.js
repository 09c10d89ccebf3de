// In the studio's editors: asks before somebody leaves words that are not kept yet. Wagtail looks at its form twice a second, and only from
// two seconds after it opened; what was typed in between is known here from the first key. Nothing is asked where nothing changed.
//
// And lets the editor of texts hand over its last words, and an autosave end, before the form goes: beside a publication it would leave an older draft on top of what was published, and
// beside the first saving of something new it would make that twice.

const form = document.querySelector("form[data-edit-form]");
const HANDS = ["beforeinput", "input", "change", "keydown", "pointerdown", "paste", "drop"];
const NOT_WRITTEN = /^(csrfmiddlewaretoken|next|loaded_revision_id|loaded_revision_created_at|overwrite_revision_id)$|^comments-|-(INITIAL_FORMS|TOTAL_FORMS)$/;
const PATIENCE = 3000;
const LONGEST = 10_000; // an autosave that takes longer holds nobody up
const HANDED_OVER = 400; // the editor of texts puts its words in the form a quarter of a second after the last key

let kept = null; // what the form held when it was opened or last kept; unknown until somebody touches it
let sent = null; // what an autosave is taking along
let nudge = 0;
let isSubmitted = false;
let typedAt = -HANDED_OVER; // when a text was last touched
let waiting = null; // the button whose form waits, as { button, timer }

/** All that stands in the form, as one text to compare with. */
function held() {
  const values = [...new FormData(form)].filter(([name]) => !NOT_WRITTEN.test(name));
  return JSON.stringify(values.map(([name, value]) => [name, value instanceof File ? `${value.name}/${value.size}` : value]));
}

/** Somebody's hands are at work. The first time, what stands there is still what was opened. */
function touched(event) {
  if (!event.isTrusted) return;
  kept ??= held();
  if (event.target.isContentEditable) typedAt = performance.now();
  isSubmitted = false;
  clearTimeout(nudge);
  nudge = setTimeout(askToKeep, PATIENCE);
}

/** Wagtail keeps what it sees change; what it took for the beginning it is shown here. */
function askToKeep() {
  if (sent === null && isUnkept()) form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
}

function isUnkept() {
  return kept !== null && held() !== kept;
}

/** Keep the form for a while. */
function hold(event, ms, then) {
  event.preventDefault();
  clearTimeout(waiting?.timer);
  waiting = { button: event.submitter, timer: setTimeout(then, ms) };
}

/** The autosave that was under way has ended. */
function release() {
  sent = null;
  go();
}

/** Send the form that waited, by the button that was pressed. Wagtail may have put that out of use meanwhile, and would leave its name out. */
function go() {
  if (waiting === null) return;
  const { button, timer } = waiting;
  waiting = null;
  clearTimeout(timer);
  if (button) button.disabled = false;
  form.requestSubmit(button);
}

if (form) {
  for (const name of HANDS) addEventListener(name, touched, { capture: true, passive: true });
  form.addEventListener("w-autosave:save", (event) => {
    if (isSubmitted) event.preventDefault();
    else sent = held();
  });
  form.addEventListener("w-autosave:success", () => {
    kept = sent;
    release();
  });
  form.addEventListener("w-autosave:error", release);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) isSubmitted = false;
    else if (performance.now() - typedAt < HANDED_OVER) hold(event, HANDED_OVER, go);
    else if (sent !== null) hold(event, LONGEST, release);
    isSubmitted = !event.defaultPrevented;
  });
  addEventListener("beforeunload", (event) => {
    if (!isSubmitted && isUnkept()) event.preventDefault();
  });
}
