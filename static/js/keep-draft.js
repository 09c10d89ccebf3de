// <keep-draft> in a form keeps it as one types: at once on the device, sealed; a moment later on the site.
// The device's copy goes once the site has it, at sign-out, and after seven days. On a shared device there is none.

const DAY_MS = 86_400_000;
const KEPT_DAYS = 7;
const DEVICE_MS = 250;
const SITE_MS = 1200;
const LONGEST_MS = 30_000;
const TOKEN = "csrfmiddlewaretoken";
const HTTPS = location.protocol === "https:";
const SHARED = `${HTTPS ? "__Host-" : ""}gedeeld-apparaat`;
const SHARED_S = 400 * 24 * 3600;
const FIELDS = ["text", "technical", "normative", "personal", "rating", "minutes", "guard_seen"];
/** The last version of each draft that this page wrote: a reply may come after its form was replaced. */
const versions = new Map();

const person = () => document.body.dataset.person;
const texts = document.getElementById("teksten");
const lines = (value) => value.replace(/\r\n?/g, "\n");
const newNumber = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};

// --- The device -------------------------------------------------------------------------------------

/** What waits on this device, by person and place, under a key that the browser does not give out. Fails silently: it is a second net. */
const device = {
  get shared() {
    return document.cookie.split("; ").includes(`${SHARED}=1`);
  },

  set shared(is) {
    document.cookie = `${SHARED}=1; path=/; SameSite=Lax; max-age=${is ? SHARED_S : 0}${HTTPS ? "; Secure" : ""}`;
    if (is) this.forget();
  },

  open() {
    this.opened ??= new Promise((done, fail) => {
      const asked = indexedDB.open("leerspiegel", 1);
      asked.onupgradeneeded = () => ["drafts", "keys"].map((name) => asked.result.createObjectStore(name));
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        done(asked.result);
      };
      asked.onerror = asked.onblocked = fail;
    });
    return this.opened;
  },

  async ask(store, mode, work) {
    const database = await this.open();
    return new Promise((done, fail) => {
      const transaction = database.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => done(request?.result);
      transaction.onabort = transaction.onerror = fail;
    });
  },

  async key() {
    const known = await this.ask("keys", "readonly", (keys) => keys.get("key"));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    // Of two tabs at once, the first key stands.
    await this.ask("keys", "readwrite", (keys) => keys.add(made, "key")).catch(() => null);
    return this.ask("keys", "readonly", (keys) => keys.get("key"));
  },

  async put(id, held) {
    if (this.shared || !crypto.subtle) return false;
    try {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const bound = new TextEncoder().encode(id);
      const words = new TextEncoder().encode(JSON.stringify(held));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, await this.key(), words);
      await this.ask("drafts", "readwrite", (drafts) => drafts.put({ iv, data, at: Date.now() }, id));
      return true;
    } catch {
      return false;
    }
  },

  async get(id) {
    if (this.shared || !crypto.subtle) return null;
    try {
      await this.sweep();
      const kept = await this.ask("drafts", "readonly", (drafts) => drafts.get(id));
      if (!kept) return null;
      const bound = new TextEncoder().encode(id);
      const how = { name: "AES-GCM", iv: kept.iv, additionalData: bound };
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, await this.key(), kept.data)));
    } catch {
      return null;
    }
  },

  drop(id) {
    return this.ask("drafts", "readwrite", (drafts) => drafts.delete(id)).catch(() => null);
  },

  sweep() {
    const oldest = Date.now() - KEPT_DAYS * DAY_MS;
    return this.ask("drafts", "readwrite", (drafts) => {
      drafts.openCursor().onsuccess = ({ target: { result: row } }) => {
        if (!row) return;
        if (!(row.value.at > oldest)) row.delete();
        row.continue();
      };
    });
  },

  forget() {
    return Promise.all(
      ["drafts", "keys"].map((name) => this.ask(name, "readwrite", (store) => store.clear()).catch(() => null)),
    );
  },
};

/** At which forms this device kept a draft on the site: no words, only so that nobody asks for what is not there. */
const kept = {
  get all() {
    try {
      return JSON.parse(localStorage.getItem("drafts")) ?? [];
    } catch {
      return [];
    }
  },

  has(where) {
    return this.all.includes(where);
  },

  note(where, is) {
    if (this.has(where) === is) return;
    const others = this.all.filter((one) => one !== where);
    try {
      localStorage.setItem("drafts", JSON.stringify(is && !device.shared ? [...others, where] : others));
    } catch {
      // Without it the form asks once one begins to write.
    }
  },
};

/** What a form holds of FIELDS, as the site takes it. */
function fieldsOf(form) {
  const data = new FormData(form);
  return Object.fromEntries(FIELDS.filter((name) => data.get(name)).map((name) => [name, lines(data.get(name))]));
}

/** The form as it came from the site, whatever was typed since. */
function asGiven(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return copy;
}

// --- A form that is kept ----------------------------------------------------------------------------

customElements.define("keep-draft", class extends HTMLElement {
  /** For others that keep something on the device. */
  static device = device;

  connectedCallback() {
    this.form = this.closest("form");
    this.saver = this.closest("save-form");
    this.line = this.form.querySelector("[data-save-state]");
    this.draft = this.dataset.draft || this.form.elements.key?.value;
    this.version = Number(this.dataset.version);
    this.tries = 0;
    this.kept = JSON.stringify(fieldsOf(asGiven(this.form)));
    this.form.addEventListener("input", () => {
      this.seen = this.typed();
      this.changed();
    });
    // Leaving a field tells again what was told letter by letter; saying it twice would take the words away that one is about to press.
    this.form.addEventListener("change", (event) => this.typed() === this.seen && event.stopPropagation());
    this.form.addEventListener("submit", () => {
      this.stop();
      this.sent = this.typed();
      this.keepHere();
    });
    this.onclick = ({ target }) => this.choose(target.closest("[data-choose]")?.dataset.choose);
    this.watch = new MutationObserver(() => this.line.dataset.state === "saved" && this.finish());
    if (this.line) this.watch.observe(this.line, { attributeFilter: ["data-state"] });
    this.begin().then(() => this.isConnected && this.changed()); // what was typed before this script was here
  }

  disconnectedCallback() {
    this.stop();
    this.watch.disconnect();
  }

  get where() {
    return `${person()}|${this.dataset.place}`;
  }

  get isKept() {
    return !this.sending && this.typed() === this.kept;
  }

  /** Neither the site nor the device has what it holds. */
  get isOnScreenAlone() {
    return !this.isKept && this.flushed !== this.typed();
  }

  async flush() {
    const typed = this.typed();
    this.stop();
    if (await this.keepHere()) this.flushed = typed;
  }

  get isEmpty() {
    return !["text", "technical", "normative", "personal"].some((name) => this.fields()[name]?.trim());
  }

  fields() {
    return fieldsOf(this.form);
  }

  typed() {
    return JSON.stringify(this.fields());
  }

  fill(fields) {
    for (const name of FIELDS) {
      const field = this.form.elements[name];
      if (!field) continue;
      field.value = fields[name] ?? "";
      if (fields[name]) (field[0] ?? field).closest("details")?.setAttribute("open", "");
    }
    this.form.dispatchEvent(new Event("input"));
  }

  /** Whose number the form carries when it is saved for good: the draft's. */
  goOn(draft, version) {
    Object.assign(this, { draft, version });
    const { key, version: seen } = this.form.elements;
    if (key) key.value = draft;
    if (seen) seen.value = version;
  }

  /** What the device still has goes first, then what the site has. */
  async begin() {
    const waiting = await device.get(this.where);
    if ("ask" in this.dataset) {
      if (kept.has(this.where)) await this.askSite();
      else this.form.elements.text.addEventListener("focus", () => this.askSite(), { once: true });
    }
    if (!this.isConnected) return;
    if ("answered" in this.dataset && (!waiting || waiting.sent)) return this.takeAnswer();
    if (waiting && JSON.stringify(waiting.fields) !== this.typed()) {
      if (this.typed() !== this.kept) return; // somebody types already
      if (waiting.draft) this.goOn(waiting.draft, waiting.version);
      this.fill(waiting.fields);
      this.say("unsaved", this.dataset.back);
    } else if (waiting) {
      device.drop(this.where);
    }
  }

  /** What was sent came back with other words or a hint: this is what counts now, and it is kept like what one types. */
  takeAnswer() {
    if (this.typed() === this.kept) this.kept = null;
    this.changed();
  }

  async askSite() {
    const address = `${this.dataset.url}?plaats=${encodeURIComponent(this.dataset.place)}`;
    const reply = await fetch(address, { redirect: "error" }).catch(() => null);
    const found = reply?.ok ? await reply.json().catch(() => ({})) : {};
    if (!found.draft || !this.isEmpty || this.typed() !== this.kept) return;
    this.goOn(found.draft, found.version);
    this.kept = JSON.stringify(Object.fromEntries(Object.entries(found.fields).map(([name, text]) => [name, lines(text)])));
    this.fill(found.fields);
    this.stop();
    this.say("kept", this.dataset.back);
  }

  changed() {
    if (this.typed() === this.kept) return;
    clearTimeout(this.soon);
    clearTimeout(this.later);
    this.soon = setTimeout(() => this.keepHere(), DEVICE_MS);
    this.later = setTimeout(() => this.send(), SITE_MS);
  }

  stop() {
    clearTimeout(this.soon);
    clearTimeout(this.later);
  }

  async keepHere() {
    const { draft, version } = this;
    this.here = await device.put(this.where, { fields: this.fields(), draft, version, sent: this.typed() === this.sent });
    return this.here;
  }

  /** The form was saved for good: nothing of it waits any more. */
  finish() {
    this.stop();
    this.kept = this.saver.unsaved ? null : this.typed();
    this.goOn(newNumber(), 0);
    device.drop(this.where);
    kept.note(this.where, false);
    this.changed();
  }

  /** One at a time; what is typed meanwhile goes next. */
  async send({ leaving = false } = {}) {
    clearTimeout(this.later);
    if (this.sending || this.saver?.busy || this.typed() === this.kept) return;
    if (!this.draft) this.goOn(newNumber(), 0);
    this.sending = true;
    const [sent, { draft }] = [this.typed(), this];
    const reply = await this.post(leaving).catch(() => null);
    const answer = (await reply?.json().catch(() => null)) ?? {};
    this.sending = false;
    if (reply?.ok && answer.version) versions.set(draft, answer.version);
    if (!this.isConnected || this.saver?.busy) return;
    await this.settle(reply, answer, sent);
    if (this.typed() !== this.kept && !this.waiting) this.changed();
  }

  post(leaving) {
    const body = new FormData();
    for (const [name, value] of Object.entries(this.fields())) body.set(name, value);
    body.set("place", this.dataset.place);
    body.set("path", this.dataset.page || `${location.pathname}#${this.closest("section").id}`);
    body.set("seen", Math.max(this.version, versions.get(this.draft) ?? 0));
    body.set("person", person());
    body.set(TOKEN, this.form.elements[TOKEN].value);
    return fetch(`${this.dataset.url}${this.draft}/`, {
      method: "POST",
      body,
      keepalive: leaving,
      headers: { "X-Requested-With": "save-form" },
      signal: AbortSignal.timeout?.(LONGEST_MS),
    });
  }

  async settle(reply, answer, sent) {
    this.waiting = false;
    if (reply?.ok && answer.version) {
      this.tries = 0;
      this.kept = sent;
      this.goOn(this.draft, answer.version);
      kept.note(this.where, true);
      if (this.typed() === sent) {
        await device.drop(this.where);
        this.say("kept", this.dataset.kept.replace("{}", clock(reply)));
      }
    } else if (reply?.status === 409) {
      this.clash(answer);
    } else if (reply?.status === 422) {
      this.say("invalid", answer.error);
      this.waiting = true;
    } else if (reply && isSignIn(reply)) {
      this.signedOut();
    } else if (reply?.status === 403) {
      await this.refused();
    } else {
      this.again(reply);
    }
  }

  /** A token that went stale by signing in elsewhere, or another person who did. */
  async refused() {
    const reply = await fetch(location.href).catch(() => null);
    const page = new DOMParser().parseFromString((await reply?.text()) ?? "", "text/html");
    const token = page.querySelector(`[name=${TOKEN}]`)?.value;
    if (!reply?.ok) return this.again(reply);
    if (isSignIn(reply) || !token) return this.signedOut();
    if (page.body.dataset.person !== person()) {
      this.waiting = true;
      return this.say("signedOut", this.dataset.stranger);
    }
    for (const field of document.getElementsByName(TOKEN)) field.value = token;
    this.again();
  }

  /** Away: what is typed waits here, and goes by itself. */
  async again(reply) {
    this.waiting = true;
    const here = await this.keepHere();
    this.say("waiting", here ? this.dataset.awayKept : this.dataset.away);
    const asked = Number(reply?.headers.get("Retry-After")) * 1000;
    const pause = Math.min(LONGEST_MS, asked > 0 ? asked : 1000 * 2 ** this.tries++);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.send(), pause * (1 + Math.random() / 2));
  }

  async signedOut() {
    this.waiting = true;
    await this.keepHere();
    this.say("signedOut", texts.dataset.signedOut);
    this.line?.append(" ", texts.content.cloneNode(true));
  }

  /** Another tab or device was first. This text becomes a draft of its own, at once; then its writer chooses. */
  clash({ other, entry }) {
    const standing = { draft: this.draft, version: this.version };
    this.goOn(newNumber(), 0);
    this.send();
    if (entry) {
      const told = this.querySelector(".draft-saved");
      told.querySelector("[data-entry]").href = entry;
      told.hidden = false;
      return;
    }
    if (!other) return;
    this.standing = { ...standing, other };
    this.querySelector("[data-other]").textContent = Object.values(other).join("\n\n");
    this.querySelector(".draft-clash").hidden = false;
    document.getElementById("meldingen").textContent = this.querySelector("[data-clash]").textContent;
  }

  async choose(which) {
    if (!which) return;
    this.querySelector(".draft-clash").hidden = true;
    const { other, draft } = this.standing;
    const mine = this.fields();
    if (which !== "mine") {
      await this.finishSending();
      const own = this.draft;
      const found = await fetch(`${this.dataset.url}?nummer=${draft}`).then((reply) => reply.json()).catch(() => ({}));
      this.goOn(draft, found.version ?? 0);
      this.kept = null;
      this.fill(which === "other" ? (found.fields ?? other) : joined(mine, found.fields ?? other));
      if (which === "both") this.throwAway(own);
    }
    this.form.elements.text.focus();
  }

  /** Once both stand in the other draft, this one is not needed any more. */
  async throwAway(draft) {
    await this.send();
    if (this.typed() !== this.kept) return;
    const body = new FormData();
    body.set(TOKEN, this.form.elements[TOKEN].value);
    await fetch(`${this.dataset.url}${draft}/verwijderen/`, { method: "POST", body, redirect: "manual" }).catch(() => null);
  }

  async finishSending() {
    if (this.typed() !== this.kept) await this.send();
    while (this.sending) await new Promise((wake) => setTimeout(wake, 50));
  }

  say(state, words) {
    if (!this.line || this.saver?.busy) return;
    this.line.dataset.state = state;
    this.line.textContent = words ?? "";
  }
});

const isSignIn = (reply) => reply.redirected && new URL(reply.url).pathname === texts.dataset.signInUrl;

function joined(mine, other) {
  const both = { ...other, ...mine };
  for (const name of ["text", "technical", "normative", "personal"]) {
    const parts = [other[name], mine[name]].filter(Boolean);
    if (parts.length) both[name] = parts.join("\n\n");
  }
  return both;
}

function clock(reply) {
  const now = new Date(reply.headers.get("Date") ?? Date.now());
  const time = now.toLocaleTimeString("nl", { timeStyle: "short", timeZone: "Europe/Amsterdam" });
  return time.replace(/^0/, "").replace(":", ".");
}

// --- The page ---------------------------------------------------------------------------------------

const all = () => [...document.querySelectorAll("keep-draft")];

document.addEventListener("visibilitychange", () => {
  for (const one of all()) {
    one.waiting = false;
    if (document.hidden) one.keepHere();
    if (!one.isKept) one.send({ leaving: document.hidden });
  }
});
addEventListener("online", () => {
  for (const one of all()) one.send();
});

// What is kept may be left without a question; what another form holds may not.
addEventListener(
  "beforeunload",
  (event) => {
    for (const one of all()) if (!one.isKept) one.keepHere();
    const unsaved = [...document.querySelectorAll("save-form")].filter((form) => form.unsaved);
    if (unsaved.every((form) => form.querySelector("keep-draft")?.isKept)) event.stopImmediatePropagation();
  },
  { capture: true },
);

document.addEventListener("submit", ({ target }) => {
  if (new URL(target.action, location).pathname.endsWith("/logout/")) device.forget();
});

customElements.define("device-note", class extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("input");
    this.hidden = !crypto.subtle;
    box.checked = device.shared;
    box.onchange = () => {
      device.shared = box.checked;
    };
  }
});
