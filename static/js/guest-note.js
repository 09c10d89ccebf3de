// <guest-note>: what a guest writes for themselves stays on the device, sealed as drafts are; <carry-notes> takes it into their mirror later.
// Loaded after keep-draft.js, whose store on the device it uses.

const { device } = customElements.get("keep-draft");
const INDEX = "guest-notes";
const SOON_MS = 250;

const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** Where notes wait on this device: addresses, no words. */
const places = {
  get all() {
    try {
      return JSON.parse(localStorage.getItem(INDEX)) ?? [];
    } catch {
      return [];
    }
  },

  note(place, is) {
    const others = this.all.filter((one) => one !== place);
    try {
      localStorage.setItem(INDEX, JSON.stringify(is ? [...others, place] : others));
    } catch {
      // Without it the note can still be read back on its own page.
    }
  },
};

const idOf = (place) => `guest|${place}`;

async function drop(place) {
  await device.drop(idOf(place));
  places.note(place, false);
}

/** Cards of this session that were typed and never sent (keep-here.js). */
function dropCards(place) {
  const first = `kept|guest|${place}`;
  const all = IDBKeyRange.bound(first, `${first}\uffff`);
  return device.ask("drafts", "readwrite", (drafts) => drafts.delete(all)).catch(() => null);
}

customElements.define("guest-note", class extends HTMLElement {
  connectedCallback() {
    if (!this.field) this.append(this.querySelector("template").content.cloneNode(true));
    this.field = this.querySelector("textarea");
    this.line = this.querySelector("[data-save-state]");
    this.field.oninput = () => {
      this.say("unsaved", document.getElementById("teksten").dataset.unsaved);
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.keep(), SOON_MS);
    };
    this.begin();
  }

  disconnectedCallback() {
    clearTimeout(this.soon);
    if (this.isOnScreenAlone) this.keep();
  }

  get isOnScreenAlone() {
    return ["unsaved", "failed"].includes(this.line.dataset.state);
  }

  flush() {
    return this.keep();
  }

  async begin() {
    const held = await device.get(idOf(this.dataset.place));
    if (!this.isConnected) return;
    this.key = held?.key ?? newKey();
    if (!held?.text || this.field.value) return;
    this.field.value = held.text;
    this.say("kept", this.dataset.kept);
  }

  async keep() {
    const { place, question } = this.dataset;
    const text = this.field.value;
    if (!text.trim()) {
      await drop(place);
      return this.say("", "");
    }
    const kept = await device.put(idOf(place), { key: this.key, text, question });
    if (kept) places.note(place, true);
    if (this.field.value === text) this.say(kept ? "kept" : "failed", kept ? this.dataset.kept : this.dataset.notKept);
  }

  say(state, words) {
    this.line.dataset.state = state;
    this.line.textContent = words;
  }
});

customElements.define("carry-notes", class extends HTMLElement {
  async connectedCallback() {
    const form = this.querySelector("form");
    const { elements } = form;
    if (elements.text.value) return;
    for (const place of places.all) {
      const held = await device.get(idOf(place));
      if (!held || held.key === this.dataset.saved.replaceAll("-", "")) {
        await drop(place);
      } else if (!elements.text.value) {
        elements.key.value = held.key;
        elements.question.value = held.question ?? "";
        elements.text.value = held.text;
        form.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    this.querySelector("[data-none]").hidden = Boolean(elements.text.value);
  }
});

// Who leaves the device leaves nothing on it.
document.addEventListener("submit", async (event) => {
  const { form } = { form: event.target };
  if (!new URL(form.action, location).pathname.endsWith("/weg/") || form.dataset.forgotten) return;
  event.preventDefault();
  const here = [...document.querySelectorAll("guest-note")].map((one) => dropCards(one.dataset.place));
  await Promise.all([...places.all.map(drop), ...here]);
  form.dataset.forgotten = "1";
  form.submit();
});

// The words of a moment ago go to the device before the page does.
addEventListener("pagehide", () => {
  for (const one of document.querySelectorAll("guest-note")) if (one.isOnScreenAlone) one.keep();
});
