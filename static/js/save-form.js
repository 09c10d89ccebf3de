// <save-form> around a plain form: saves in the page, tries again by itself, never loses what was typed.
// A retry repeats the same body under the same key; the key changes only after a confirmed save.

const texts = document.getElementById("teksten").dataset;
const live = document.getElementById("meldingen");
const RETRIED = [429, 502, 503, 504];
const LONGEST_MS = 30000;
const forms = new Set();

const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const isSignIn = (reply) => reply.redirected && new URL(reply.url).pathname === texts.signInUrl;
// randomUUID is missing on plain http; 32 hexadecimals are a UUID too.
const newKey = () =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** What the server asks for, else doubling with jitter. */
function pause(tries, reply) {
  const asked = Number(reply?.headers.get("Retry-After")) * 1000;
  return Math.min(LONGEST_MS, asked > 0 ? asked : 1000 * 2 ** tries) * (1 + Math.random() / 2);
}

/** What the person made of a form, without what only machines read. */
function content(data) {
  return JSON.stringify([...data].filter(([name]) => name !== "key" && name !== "csrfmiddlewaretoken").sort());
}

/** What the server sent: a reload may have put typed text back into the fields. */
function sentContent(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return content(new FormData(copy));
}

function clock(reply) {
  const shape = { hour: "numeric", minute: "2-digit", timeZone: "Europe/Amsterdam" };
  const now = new Date(reply.headers.get("Date") ?? Date.now());
  return now.toLocaleTimeString("nl-NL", shape).replace(/^0/, "").replace(":", ".");
}

class SaveForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.line = this.querySelector("[data-save-state]");
    this.saved = this.line?.dataset.state === "unsaved" ? null : sentContent(this.form);
    for (const kind of ["input", "change"]) this.addEventListener(kind, () => this.mark());
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save(event.submitter);
    });
    forms.add(this);
    if (this.unsaved) this.mark();
  }

  disconnectedCallback() {
    forms.delete(this);
  }

  get content() {
    return content(new FormData(this.form));
  }

  get unsaved() {
    return Boolean(this.pending) || this.content !== this.saved;
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
    if (state !== "signedOut") return;
    const link = Object.assign(document.createElement("a"), { href: texts.signInUrl, target: "_blank", textContent: texts.signIn });
    this.line.append(" ", link);
  }

  /** One at a time. A body whose fate is unknown is settled first; then what was typed since. */
  async save(submitter) {
    if (this.busy) {
      this.again = true;
      return this.wake?.();
    }
    this.busy = true;
    this.again = Boolean(this.pending);
    const key = this.form.elements.key;
    if (key) key.value ||= newKey();
    if (!this.pending) {
      this.pending = new FormData(this.form);
      if (submitter?.name) this.pending.append(submitter.name, submitter.value);
    }
    const confirmed = await this.send();
    this.busy = false;
    if (!confirmed || !this.isConnected || !this.unsaved) return;
    if (this.again) this.save(submitter);
    else this.mark();
  }

  async send() {
    let renewed = false;
    let tries = 0;
    for (;;) {
      if (!tries) this.say("saving");
      const reply = await fetch(this.form.action, {
        method: "POST",
        body: this.pending,
        headers: { "X-Requested-With": "save-form" },
        signal: AbortSignal.timeout?.(LONGEST_MS),
      }).catch(() => null);
      if (!reply || RETRIED.includes(reply.status)) {
        this.say("waiting", "", !tries);
        await this.rest(pause(tries++, reply));
      } else if (reply.status !== 403 || renewed || !(await this.renewToken())) {
        return this.settle(reply);
      } else {
        renewed = true;
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

  /** True when the reply says that it was saved. */
  async settle(reply) {
    if (reply.status === 401 || reply.status === 403 || isSignIn(reply)) return this.say("signedOut");
    const refused = reply.status === 409 || reply.status === 422;
    if (!reply.ok && !refused) {
      // After a fault nobody knows whether it was written: keep the body and its key for the next try.
      if (reply.status < 500) this.pending = null;
      return this.say("failed");
    }
    const html = await reply.text().catch(() => "");
    const sent = content(this.pending);
    const typedSince = this.content !== sent;
    this.pending = null;
    if (refused) {
      this.say("invalid");
    } else {
      this.saved = sent;
      if (this.form.elements.key) this.form.elements.key.value = newKey();
      this.say("saved", clock(reply));
    }
    if (!reply.redirected) this.replace(parse(html), typedSince);
    else if (!typedSince) location.assign(reply.url);
    return !refused;
  }

  /** A token goes stale when someone signs in again elsewhere. True when this is still the same person's page. */
  async renewToken() {
    const reply = await fetch(location.href).catch(() => null);
    if (!reply?.ok || isSignIn(reply)) return false;
    const page = parse(await reply.text());
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token || page.body.dataset.person !== document.body.dataset.person) return false;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
    this.pending.set("csrfmiddlewaretoken", token);
    return true;
  }

  replace(page, keepOwn) {
    for (const part of page.querySelectorAll("template[data-target]")) {
      document.getElementById(part.dataset.target)?.replaceChildren(document.importNode(part.content, true));
      part.remove();
    }
    const old = document.getElementById(this.dataset.replace);
    const fresh = page.getElementById(this.dataset.replace);
    if (keepOwn || !old || !fresh) return;
    const active = document.activeElement;
    const hadFocus = active === document.body || old.contains(active);
    old.replaceWith(document.adoptNode(fresh));
    const told = fresh.querySelector("[data-focus], .field-error");
    if (!hadFocus || !told) return;
    told.tabIndex = -1;
    told.focus();
  }
}

addEventListener("beforeunload", (event) => {
  if ([...forms].some((form) => form.unsaved)) event.preventDefault();
});

// Back from signing in elsewhere: what waits is sent by itself.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const form of forms) if (form.pending) form.save();
});

customElements.define("save-form", SaveForm);
