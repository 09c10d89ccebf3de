// <keep-here> in a form keeps its one text on this device until it was sent: sealed as drafts are, for whoever uses the device now.
// Loaded after keep-draft.js, whose store it uses. Where the form is gone meanwhile (data-late), the text comes back to be kept or let go.

const { device } = customElements.get("keep-draft");
const SOON_MS = 250;
/** What was sent and saved by this page: a form that takes the place of another must not bring it back. */
const sent = new Map();
/** A guest's words are a guest's, whoever signs in meanwhile. */
const whereOf = ({ place, guest }) => `kept|${(guest === undefined && document.body.dataset.person) || "guest"}|${place}`;

customElements.define("keep-here", class extends HTMLElement {
  connectedCallback() {
    if ("late" in this.dataset) return this.comeBack();
    this.form = this.closest("form");
    this.field = this.form.elements.text;
    this.line = this.form.querySelector("[data-save-state]");
    this.form.addEventListener("input", () => {
      this.isOnScreenAlone = true;
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.keep(), SOON_MS);
    });
    this.form.addEventListener("submit", () => {
      clearTimeout(this.soon);
      this.last = this.field.value;
      this.keep();
    });
    this.watch = new MutationObserver(() => this.line.dataset.state === "saved" && this.drop());
    this.watch.observe(this.line, { attributeFilter: ["data-state"] });
    this.begin();
  }

  disconnectedCallback() {
    clearTimeout(this.soon);
  }

  get where() {
    return whereOf(this.dataset);
  }

  async begin() {
    const before = this.field.value;
    const held = await device.get(this.where);
    if (!held?.text || this.field.value !== before) return;
    if (sent.get(this.where) === held.text || held.text === before) return this.drop();
    if (before && !held.over) return;
    this.field.value = held.text;
    this.closest("details")?.setAttribute("open", "");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  flush() {
    return this.keep();
  }

  async keep() {
    const { value: text } = this.field;
    const over = this.form.elements.over?.value ?? "";
    const kept = text.trim() ? await device.put(this.where, { text, over }) : !(await device.drop(this.where));
    if (kept && this.field.value === text) this.isOnScreenAlone = false;
  }

  drop() {
    if (this.last !== undefined) sent.set(this.where, this.last);
    if (this.field.value && this.field.value !== this.last) return this.keep();
    return device.drop(this.where);
  }

  /** The round was shown before these words were sent. */
  async comeBack() {
    const held = await device.get(this.where);
    if (!held?.text || !this.isConnected || this.querySelector("[data-words]")) return;
    this.append(this.querySelector("template").content.cloneNode(true));
    this.querySelector("[data-words]").textContent = held.text;
    this.closest("section").hidden = false;
    this.onclick = ({ target }) => {
      const choice = target.closest("[data-choose]")?.dataset.choose;
      if (!choice) return;
      if (choice === "keep") this.handOver(held.text);
      device.drop(this.where);
      this.closest("section").hidden = true;
      this.remove();
    };
  }

  handOver(text) {
    const note = document.querySelector("#eigen textarea");
    if (!note) return;
    note.closest("details")?.setAttribute("open", "");
    note.value = [note.value, text].filter(Boolean).join("\n\n");
    note.dispatchEvent(new Event("input", { bubbles: true }));
    note.focus();
  }
});

// --- A part that is about to be replaced, because the session went on ---------------------------------

/** What stands on the screen alone goes to the device or the site first, from where the new part has it. Where it cannot, the part stays. */
document.addEventListener("session-live:replace", async (event) => {
  const { target: old, detail } = event;
  const alone = [...old.querySelectorAll("keep-here, guest-note, keep-draft")].filter((one) => one.isOnScreenAlone);
  const unsent = old.querySelector("[data-unsent]");
  if (!alone.length && !unsent) return settle(old);
  event.preventDefault();
  if (unsent && (await comesBack(unsent, detail.part))) delete unsent.dataset.unsent;
  await Promise.all(alone.map((one) => one.flush()));
  if (!alone.some((one) => one.isOnScreenAlone)) settle(old);
  if (old.isConnected && !old.closest("session-live").let(old, detail.part)) old.replaceWith(detail.part);
});

/** Whether the new part gets from the device what the site sent back unsent. */
async function comesBack(unsent, part) {
  const late = [...part.querySelectorAll("keep-here[data-late]")];
  const held = await Promise.all(late.map((one) => device.get(whereOf(one.dataset))));
  return held.some((one) => one?.text === (unsent.value ?? unsent.textContent));
}

/** Words that come back by themselves need not stay. */
function settle(part) {
  for (const one of part.querySelectorAll("keep-here:not([data-late]), guest-note, keep-draft")) {
    const field = one.field ?? one.form.elements.text;
    field.defaultValue = field.value;
  }
}
