// <case-editor> around the text area of a case: forms, an outline, a map and problems. The text area stays what is kept.

import { button, h } from "./dom.js";
import { fit, nameOf, stub } from "./draft.js";
import { problemList, summary } from "./problems.js";
import { scenePane } from "./scene.js";
import { aboutSection, beginSection, panelSection, stateSection, textSection, walksSection } from "./sections.js";

const PAUSE_MS = 900;
const NEW_TITLE = '[data-name="title"]';
const SECTIONS = {
  scene: "Scènes",
  map: "Kaart",
  about: "Over de casus",
  state: "Feiten en toestand",
  panel: "Panel",
  walks: "Lopen",
  begin: "Opzet",
  text: "Als tekst",
};
const PANES = { about: aboutSection, state: stateSection, panel: panelSection, walks: walksSection, begin: beginSection, text: textSection };
const OVERLAYS = { problems: "Problemen", coverage: "Waar proefspelers komen", traffic: "Waar mensen kwamen", steps: "Stappen van de Meldcode" };
const LEVEL_WORDS = { E: "fout", W: "waarschuwing", N: "tip" };

class CaseEditor extends HTMLElement {
  opened = new WeakSet();
  folds = new Set();
  hooks = [];
  levels = new Map();
  seen = null;

  connectedCallback() {
    this.area = this.querySelector("textarea");
    let draft;
    try {
      draft = JSON.parse(this.area.value || "{}");
    } catch {
      return; // stays text, with the fault above it
    }
    if (!fit(draft)) return;
    this.draft = draft;
    this.current = draft.start;
    this.section = draft.scenes.length ? "scene" : "begin";
    this.channel = crypto.randomUUID();
    new BroadcastChannel(this.channel).onmessage = ({ data }) => this.keepWalk(data);
    this.build();
    this.paint();
    this.check();
  }

  // --- What stands where ---

  build() {
    for (const one of this.querySelectorAll("[data-plain]")) one.hidden = true;
    this.area.hidden = true;
    this.tabs = h("nav", { class: "case-tabs", "aria-label": "Onderdelen van de casus" });
    this.outline = h("nav", { class: "case-outline", "aria-label": "Scènes" });
    this.pane = h("div", { class: "case-pane" });
    this.count = h("strong", { role: "status" }, "Wordt nagekeken …");
    this.problems = h("div", { class: "case-problems-body" });
    this.live = h("p", { role: "status", class: "w-sr-only" });
    const problems = h("details", { class: "case-problems", open: this.isWide }, h("summary", {}, "Problemen: ", this.count), this.problems);
    this.append(this.tabs, h("div", { class: "case-columns" }, h("div", { class: "case-side" }, problems, this.outline), this.pane), this.live);
    this.addEventListener("click", (event) => this.follow(event));
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    });
  }

  /** Draw everything but the problems again, and put the focus where `focus` says, or back where it was. */
  paint(focus) {
    this.settle();
    this.hooks = [];
    this.tabs.replaceChildren(
      ...Object.entries(SECTIONS).map(([name, words]) =>
        button(words, () => this.show(name), { "data-section": name, "aria-current": this.section === name ? "true" : null, class: "case-tab" }),
      ),
    );
    const scene = this.scene(this.current) ?? this.draft.scenes[0];
    const back = focus ?? (this.pane.contains(document.activeElement) ? ".case-title" : null);
    const parts =
      this.section === "map" ? this.mapPane() : this.section !== "scene" ? PANES[this.section](this) : scene ? scenePane(this, scene) : this.emptyPane();
    this.pane.replaceChildren(...parts.flat(Infinity).filter(Boolean));
    this.paintOutline();
    if (back) this.pane.querySelector(back)?.focus();
  }

  emptyPane() {
    return [
      h("h3", { tabindex: "-1", class: "case-title" }, "Nog geen scènes"),
      h("p", {}, "Begin met een opzet, of maak zelf de eerste scène."),
      h("p", {}, button("Nieuwe scène", () => this.open(stub(this.draft, "Nieuwe scène").key, NEW_TITLE, true))),
    ];
  }

  paintOutline() {
    const items = this.draft.scenes.map((scene) => {
      const level = this.levels.get(scene.key);
      const targets = [...new Set((scene.choices ?? []).map((choice) => this.title(choice.to) || "nergens"))];
      return h(
        "li",
        { class: scene.kind === "ending" ? "case-ends" : null },
        h(
          "a",
          { href: `#scene-${scene.key}`, "data-scene": scene.key, "aria-current": scene.key === this.current && this.section === "scene" ? "true" : null },
          nameOf(scene),
          level ? h("span", { class: `case-mark case-mark-${level.toLowerCase()}` }, h("span", { class: "w-sr-only" }, ` (${LEVEL_WORDS[level]})`)) : null,
        ),
        targets.length ? h("span", { class: "case-help" }, `→ ${targets.join(", ")}`) : null,
      );
    });
    const open = this.outline.firstElementChild?.open ?? this.isWide;
    this.outline.replaceChildren(h("details", { open }, h("summary", {}, `Overzicht: ${items.length} scènes`), h("ol", {}, items)));
    this.outline.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest" });
  }

  mapPane() {
    const holder = h("div", { class: "case-map-holder", tabindex: "0", role: "region", "aria-label": "Kaart, schuift naar alle kanten" });
    holder.innerHTML = this.seen?.map ?? "";
    const boxes = Object.entries(OVERLAYS).map(([name, words]) => {
      const unknown = name === "traffic" && !this.seen?.played;
      const box = h("input", { type: "checkbox", checked: this.folds.has(`map-${name}`) && !unknown, disabled: unknown });
      holder.classList.toggle(`case-show-${name}`, box.checked);
      box.addEventListener("change", () => {
        holder.classList.toggle(`case-show-${name}`, box.checked);
        this.flip(`map-${name}`);
      });
      return h("label", {}, box, " ", words, unknown ? h("span", { class: "case-help" }, " (vanaf vijf mensen)") : null);
    });
    return [
      h("h3", { tabindex: "-1", class: "case-title" }, "Kaart"),
      h("p", { class: "case-help" }, "Hetzelfde als het overzicht, getekend. Kies een scène om haar te openen."),
      h("fieldset", { class: "case-several" }, h("legend", {}, "Laat zien"), boxes),
      this.seen?.map ? holder : h("p", {}, "Er is nog geen kaart: eerst moet het een casus zijn."),
    ];
  }

  // --- Going somewhere ---

  scene(key) {
    return this.draft.scenes.find((one) => one.key === key);
  }

  title(key) {
    const scene = this.scene(key);
    return scene ? nameOf(scene) : key ? `${key} (bestaat niet)` : "";
  }

  show(section, focus = ".case-title") {
    this.section = section;
    this.paint();
    this.reveal(focus);
  }

  /** Open a scene; `choice` opens that choice too. `isNew` says that the draft changed. */
  open(key, focus = ".case-title", isNew = false, choice = "") {
    this.current = key;
    this.section = "scene";
    if (choice) this.opened.add(this.scene(key)?.choices?.find((one) => one.key === choice) ?? {});
    if (isNew) this.changed();
    this.paint();
    this.reveal(focus);
  }

  reveal(focus) {
    const found = this.pane.querySelector(focus) ?? this.pane.querySelector(".case-title");
    const box = found?.closest("details");
    if (box) box.open = true;
    found?.focus();
    found?.scrollIntoView({ block: "center" });
    if (focus === NEW_TITLE) found?.select?.();
  }

  follow(event) {
    const link = event.target.closest("a[href^='#scene-']");
    if (!link) return;
    event.preventDefault();
    this.open(decodeURIComponent(link.getAttribute("href").slice(7)));
  }

  get isWide() {
    return matchMedia("(min-width: 68rem)").matches;
  }

  isOpen = (name) => this.folds.has(name);
  flip = (name) => (this.folds.has(name) ? this.folds.delete(name) : this.folds.add(name));
  say = (words) => (this.live.textContent = words);
  before = (hook) => this.hooks.push(hook);
  settle = () => this.hooks.forEach((hook) => hook());

  retitled() {
    this.pane.querySelector(".case-title").textContent = this.title(this.current);
  }

  // --- Changing, keeping, looking ---

  /** The draft is another: write it where the form keeps it, and have it looked at soon. */
  changed() {
    this.settle();
    this.area.value = JSON.stringify(this.draft, null, 2);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.area.dispatchEvent(new Event("change", { bubbles: true }));
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.check(), PAUSE_MS);
  }

  replace(draft, quietly = false) {
    if (!fit(draft)) return;
    this.hooks = [];
    this.draft = draft;
    this.current = draft.start;
    this.changed();
    if (quietly) this.paintOutline();
    else this.paint(null);
  }

  /** Post a form to the studio; null when it did not come through. */
  async ask(address, fields, signal) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", this.token());
    try {
      const reply = await fetch(address, { method: "POST", body, signal, headers: { Accept: "application/json" } });
      return reply.ok || reply.status === 422 ? await reply.json() : null;
    } catch {
      return null;
    }
  }

  token() {
    return this.area.form?.elements.csrfmiddlewaretoken?.value ?? "";
  }

  page(name) {
    return this.area.form?.elements[name]?.value ?? "";
  }

  /** The draft with what its page adds. */
  written() {
    const minutes = Number(this.page("minutes"));
    const slug = this.page("slug").toLowerCase().replace(/[^a-z0-9-]/g, "");
    return JSON.stringify({ ...this.draft, slug, title: this.page("title"), ...(minutes > 0 ? { minutes } : {}) });
  }

  async check() {
    this.looking?.abort();
    this.looking = new AbortController();
    const { signal } = this.looking;
    const seen = await this.ask(this.dataset.look, { document: this.written() }, signal);
    if (signal.aborted) return;
    if (!seen) {
      this.count.textContent = "niet nagekeken, geen verbinding";
      return;
    }
    this.seen = { ...seen, map: seen.map || this.seen?.map };
    this.levels = new Map();
    for (const found of seen.findings) if (found.scene && !this.levels.has(found.scene)) this.levels.set(found.scene, found.level);
    const words = summary(seen);
    if (this.count.textContent !== words) this.count.textContent = words;
    this.problems.replaceChildren(...problemList(this, seen).filter(Boolean));
    this.toggleAttribute("data-blocks", seen.blocks);
    this.paintOutline();
    if (this.section === "map") this.paint();
  }

  /** Make the scene that a choice leads to. */
  mend(found) {
    const choice = this.scene(found.scene)?.choices?.find((one) => one.key === found.choice);
    if (!choice) return;
    const scene = stub(this.draft, choice.to ? choice.to.replaceAll("-", " ") : "Nieuwe scène", this.draft.scenes.indexOf(this.scene(found.scene)));
    choice.to = scene.key;
    this.open(scene.key, NEW_TITLE, true);
  }

  // --- Playing ---

  /** Play the draft in another tab. `taken` may be a list. */
  play(fields) {
    const form = h("form", { method: "post", action: this.dataset.play, target: "_blank", hidden: true });
    const all = { document: this.written(), csrfmiddlewaretoken: this.token(), channel: this.channel, ...fields };
    for (const [name, value] of Object.entries(all))
      for (const one of [value].flat()) {
        const input = h("input", { type: "hidden", name });
        input.value = one;
        form.append(input);
      }
    document.body.append(form);
    form.submit();
    form.remove();
  }

  keepWalk({ walk }) {
    if (!Array.isArray(walk?.choices)) return;
    this.draft.walks = [...(this.draft.walks ?? []), walk];
    this.changed();
    this.say(`De loop ‘${walk.name}’ staat in de casus.`);
    if (this.section === "walks") this.paint();
    new BroadcastChannel(this.channel).postMessage({ kept: true });
  }

  /** The situations to begin with, as the server wrote them. */
  beginnings() {
    return h("div", { class: "case-beginnings" }, this.querySelector("template[data-beginnings]").content.cloneNode(true));
  }
}

customElements.define("case-editor", CaseEditor);
