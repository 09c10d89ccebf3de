// <save-form> around a form: saves in the page, tries again, never loses what was typed.
// A retry repeats body and key; a confirmed save changes the key.

const byId = (id) => document.getElementById(id);
const template = byId("teksten");
const texts = template.dataset;
const live = byId("meldingen");
const LONGEST_MS = 30000;
const TOKEN = "csrfmiddlewaretoken";
const forms = () => [...document.querySelectorAll("save-form")];

const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const isSignIn = (reply) => reply.redirected && new URL(reply.url).pathname === texts.signInUrl;
// Plain http lacks randomUUID.
const newKey = () =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function pause(tries, reply) {
  const asked = Number(reply?.headers.get("Retry-After")) * 1000;
  return Math.min(LONGEST_MS, asked > 0 ? asked : 1000 * 2 ** tries) * (1 + Math.random() / 2);
}

function clock(reply) {
  const now = new Date(reply.headers.get("Date") ?? Date.now());
  const time = now.toLocaleTimeString("nl", { timeStyle: "short", timeZone: "Europe/Amsterdam" });
  return time.replace(/^0/, "").replace(":", ".");
}

customElements.define("save-form", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.line = this.querySelector("[data-save-state]");
    // A reload may bring back typed text.
    const sent = this.form.cloneNode(true);
    sent.reset();
    this.saved = this.line?.dataset.state === "unsaved" ? null : this.typed(sent);
    this.oninput = this.onchange = () => this.mark();
    this.onsubmit = (event) => {
      event.preventDefault();
      this.save(event.submitter);
    };
    if (this.unsaved) this.mark();
  }

  /** What leaving would lose: all, or what data-words names. */
  typed(form = this.form) {
    const { words } = this.dataset;
    const counts = ([name]) => (words ? name === words : !["key", TOKEN].includes(name));
    return JSON.stringify([...new FormData(form)].filter(counts).sort());
  }

  get unsaved() {
    return this.pending || this.typed() !== this.saved;
  }

  mark() {
    if (!this.busy) this.say(this.unsaved ? "unsaved" : "", "", false);
  }

  say(state, time = "", aloud = true) {
    const words = (texts[state] ?? "").replace("{}", time);
    if (aloud) live.textContent = words;
    if (!this.line) return;
    this.line.dataset.state = state;
    this.line.textContent = words;
    if (state === "signedOut") this.line.append(" ", template.content.cloneNode(true));
  }

  /** One at a time; a body of unknown fate goes first. */
  async save(submitter) {
    if (this.busy) {
      this.again = true;
      return this.wake?.();
    }
    this.busy = true;
    this.again = this.pending;
    const { key } = this.form.elements;
    if (key) key.value ||= newKey();
    if (!this.pending) {
      this.pending = new FormData(this.form);
      this.sent = this.typed();
      if (submitter?.name) this.pending.append(submitter.name, submitter.value);
    }
    const confirmed = await this.send();
    this.busy = false;
    if (confirmed && this.isConnected && this.unsaved) this.again ? this.save(submitter) : this.mark();
  }

  async send() {
    this.say("saving");
    for (let tries = 0, renewed = false; ; ) {
      const reply = await fetch(this.form.action, {
        method: "POST",
        body: this.pending,
        headers: { "X-Requested-With": "save-form" },
        signal: AbortSignal.timeout?.(LONGEST_MS),
      }).catch(() => null);
      if (!reply || [429, 502, 503, 504].includes(reply.status)) {
        this.say("waiting", "", !tries);
        await this.rest(pause(tries++, reply));
      } else if (reply.status === 403 && !renewed && (await this.renewToken())) {
        renewed = true;
      } else {
        return this.settle(reply);
      }
    }
  }

  rest(ms) {
    return new Promise((wake) => {
      this.wake = wake;
      addEventListener("online", wake, { once: true });
      setTimeout(wake, ms);
    });
  }

  async settle(reply) {
    const { status } = reply;
    const { key } = this.form.elements;
    if (status === 401 || status === 403 || isSignIn(reply)) return this.say("signedOut");
    const refused = [409, 422].includes(status);
    if (!reply.ok && !refused) {
      // The outcome is open: body and key stay.
      if (status < 500) this.pending = null;
      return this.say("failed");
    }
    const page = parse(await reply.text().catch(() => ""));
    const typedSince = this.typed() !== this.sent;
    this.pending = null;
    if (refused) {
      this.say("invalid");
    } else {
      this.saved = this.sent;
      if (key) key.value = newKey();
      this.say("saved", clock(reply));
    }
    if (!reply.redirected) this.replace(page, typedSince, !refused && clock(reply));
    else if (!typedSince) location.assign(reply.url);
    return !refused;
  }

  /** Signing in elsewhere makes a token stale. */
  async renewToken() {
    const reply = await fetch(location.href).catch(() => null);
    if (!reply?.ok || isSignIn(reply)) return false;
    const page = parse(await reply.text());
    const token = page.querySelector(`[name=${TOKEN}]`)?.value;
    if (!token || page.body.dataset.person !== document.body.dataset.person) return false;
    for (const field of document.getElementsByName(TOKEN)) field.value = token;
    this.pending.set(TOKEN, token);
    return true;
  }

  replace(page, keepOwn, time) {
    for (const part of page.querySelectorAll("template[data-target]")) {
      byId(part.dataset.target)?.replaceChildren(document.importNode(part.content, true));
      part.remove();
    }
    const old = byId(this.dataset.replace);
    const fresh = page.getElementById(this.dataset.replace);
    if (keepOwn || !old || !fresh) return;
    const { activeElement: active, body } = document;
    const hadFocus = active === body || old.contains(active);
    old.replaceWith(document.adoptNode(fresh));
    if (time && !this.dataset.words) fresh.querySelector("save-form")?.say("saved", time, false);
    const told = fresh.querySelector("[data-focus], .field-error");
    if (told && hadFocus) Object.assign(told, { tabIndex: -1 }).focus();
  }
});

addEventListener("beforeunload", (event) => {
  if (forms().some((form) => form.unsaved)) event.preventDefault();
});

// Signed in again: send what waits.
document.addEventListener("visibilitychange", () => {
  for (const form of forms()) if (form.pending && !document.hidden) form.save();
});
