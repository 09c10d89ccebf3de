// <session-live stand stream>: keeps the parts of a session's screen as they are now. Asking is the floor; the stream only hints when.
// Never replaced: a part in which somebody writes, while its `data-holds` stays the same. When that changes under words that were not
// sent, the old part stays below the new one, marked as not saved, until the person lets it go. So does a part with words that came back
// unsent (`data-unsent`). What a click led to (`data-told`, in no part) stays until the session goes on.

const OFTEN_MS = 2000;
const SELDOM_MS = 15_000; // the stream tells, or nobody looks
const LONGEST_MS = 20_000;
const SPREAD_MS = 250; // five hundred phones that hear a hint do not ask at one moment
const byId = (id) => document.getElementById(id);
const jittered = (ms) => ms * (0.8 + Math.random() * 0.4);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
/** What a part says, without what is made anew at every reply. */
const saying = (part) => {
  const copy = part.cloneNode(true);
  for (const field of copy.querySelectorAll("[name=csrfmiddlewaretoken], [name=key]")) field.removeAttribute("value");
  return copy.outerHTML;
};
const fields = (part) => [...part.querySelectorAll("textarea, input:not([type=hidden])")];
/** What is folded out, by what stands on it. */
const folds = (part) => [...part.querySelectorAll("details > summary")].map((one) => [one.textContent.trim(), one.parentElement]);
const isTyped = (field) =>
  ["radio", "checkbox"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

customElements.define("session-live", class extends HTMLElement {
  connectedCallback() {
    this.said = new Map(this.parts(this).map((part) => [part.dataset.part, saying(part)]));
    this.tries = 0;
    this.now = () => this.look();
    for (const name of ["focus", "online", "pageshow"]) addEventListener(name, this.now);
    document.addEventListener("visibilitychange", this.now);
    this.listen();
    this.again();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    clearTimeout(this.listening);
    this.source?.close();
    for (const name of ["focus", "online", "pageshow"]) removeEventListener(name, this.now);
    document.removeEventListener("visibilitychange", this.now);
  }

  parts(root) {
    return [...root.querySelectorAll("[data-part]")];
  }

  // --- When to ask ---

  again(ms) {
    clearTimeout(this.timer);
    const calm = document.hidden || (this.source?.readyState === 1 && !this.hasAttribute("often"));
    this.timer = setTimeout(this.now, jittered(ms ?? (calm ? SELDOM_MS : OFTEN_MS)));
  }

  listen() {
    if (!this.getAttribute("stream") || !("EventSource" in window)) return;
    this.source = new EventSource(this.getAttribute("stream"));
    this.source.onmessage = ({ data }) => {
      this.silent = 0;
      if (Number(data) !== this.version) this.hinted ??= setTimeout(() => this.look(), Math.random() * SPREAD_MS);
    };
    this.source.onerror = () => {
      // Full, away or restarting: asking goes on, and listening is tried again later.
      this.source.close();
      this.silent = Math.min((this.silent ?? 0) + 1, 5);
      clearTimeout(this.listening);
      this.listening = setTimeout(() => this.listen(), jittered(1000 * 2 ** this.silent));
      this.again(SPREAD_MS + Math.random() * OFTEN_MS * 0.75); // a process went: whom it told asks soon, and not all at one moment
    };
  }

  // --- Asking ---

  async look() {
    clearTimeout(this.hinted);
    this.hinted = undefined;
    if (this.busy) {
      this.once = true;
      return;
    }
    this.busy = true;
    const reply = await fetch(this.getAttribute("stand"), {
      headers: this.etag ? { "If-None-Match": this.etag } : {},
      cache: "no-store",
      signal: AbortSignal.timeout?.(LONGEST_MS),
    }).catch(() => null);
    this.busy = false;
    if (reply && (reply.redirected || [401, 403, 404].includes(reply.status))) return this.gone();
    const isHere = reply && (reply.ok || reply.status === 304);
    this.tries = isHere ? 0 : this.tries + 1;
    this.toggleAttribute("data-away", this.tries > 1);
    if (reply?.ok) {
      this.etag = reply.headers.get("ETag");
      this.version = Number(reply.headers.get("X-Session-Version"));
      this.show(parse(await reply.text()));
    }
    if (this.once) {
      this.once = false;
      return this.look();
    }
    const asked = Number(reply?.headers.get("Retry-After")) * 1000;
    this.again(isHere ? undefined : Math.min(LONGEST_MS, asked || OFTEN_MS * 2 ** Math.min(this.tries - 1, 4)));
  }

  /** Signed out, taken out, or over: the page itself says so, unless words would go with it. */
  gone() {
    if (this.parts(this).some((part) => fields(part).some(isTyped))) this.setAttribute("data-away", "");
    else location.reload();
  }

  // --- Putting in place ---

  show(page) {
    const before = this.querySelector("[data-phase]")?.dataset.phase;
    const names = new Set();
    let last = null;
    for (const part of this.parts(page)) {
      names.add(part.dataset.part);
      const old = this.querySelector(`[data-part="${part.dataset.part}"]`);
      if (old) this.replace(old, part);
      else if (last) last.after(part);
      else this.prepend(part);
      last = this.querySelector(`[data-part="${part.dataset.part}"]`);
      this.said.set(part.dataset.part, this.words);
      this.words = undefined;
    }
    for (const part of this.parts(this)) if (!names.has(part.dataset.part) && !part.dataset.left) this.let(part);
    const top = this.querySelector("[data-phase]");
    if (top && top.dataset.phase !== before) this.tell(top);
  }

  replace(old, part) {
    const said = saying(part);
    this.words = said;
    if (said === this.said.get(part.dataset.part)) return;
    const keeps = old.dataset.holds && old.dataset.holds === part.dataset.holds;
    if (keeps && fields(old).length) return;
    const event = new CustomEvent("session-live:replace", { bubbles: true, cancelable: true, detail: { part } });
    if (!old.dispatchEvent(event)) return;
    const within = old.contains(document.activeElement) ? document.activeElement : null;
    if (this.let(old, part)) return;
    const unfolded = new Map(folds(old).map(([name, fold]) => [name, fold.open]));
    for (const [name, fold] of folds(part)) fold.open = unfolded.get(name) ?? fold.open;
    old.replaceWith(part);
    const again = within && ((within.id && byId(within.id)) || part.querySelector(`[name="${within.name}"][value="${within.value}"]`));
    if (again) again.focus({ preventScroll: true });
  }

  /** Let a part go; when it holds words that were not sent, it stays, and says so. True when it stays. */
  let(old, part) {
    const isUnsent = old.dataset.holds && fields(old).some((field) => field.type !== "radio" && isTyped(field));
    if (!isUnsent && !old.querySelector("[data-unsent]")) {
      if (!part) old.remove();
      return false;
    }
    delete old.dataset.part;
    old.dataset.left = "";
    old.removeAttribute("id");
    const note = byId("sessie-bleef")?.content.cloneNode(true);
    if (note) {
      old.prepend(note);
      old.querySelector("[data-let-go]")?.addEventListener("click", () => old.remove());
    }
    if (part) old.before(part);
    return true;
  }

  tell(top) {
    for (const told of this.querySelectorAll("[data-told]")) told.remove();
    const heading = top.querySelector("h1, h2");
    const live = byId("meldingen");
    if (live && heading) live.textContent = heading.textContent.trim();
    if (heading && !["TEXTAREA", "INPUT", "SELECT"].includes(document.activeElement?.tagName)) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }
});
