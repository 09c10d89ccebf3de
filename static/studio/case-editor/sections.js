// What a case holds beside its scenes: what it is about, facts and state, the panel, saved walks, its outline, and its text.

import { area, button, h, labelled, line, number, put, select } from "./dom.js";
import { fit, keyFor, nameOf, scenesOf, variablesOf } from "./draft.js";
import { rows } from "./parts.js";
import { asides } from "./scene.js";

const WORDS = ["heel laag", "laag", "eerder laag", "eerder hoog", "hoog", "heel hoog"];
const key = (of, changed) => line("Sleutel", of, "key", changed, { required: true, help: "Kleine letters, cijfers en streepjes." });

export function aboutSection(editor) {
  const { draft } = editor;
  const [changed, redo] = [() => editor.changed(), (focus) => editor.paint(focus)];
  const list = (title, name, add, heading, fields, fresh) =>
    rows({ title, of: draft, name, editor, redo, add, heading, fresh, paint: fields });
  return [
    h("h3", { tabindex: "-1", class: "case-title" }, "Over de casus"),
    select("Begint bij", scenesOf(draft), draft.start, (value) => ((draft.start = value), changed())),
    area("Melding vooraf", draft, "notice", changed, { help: "Waar gaat het over dat iemand kan raken? Nodig als een scène het label ‘Kan raken’ heeft." }),
    list("Steun", "support", "Steun erbij", (one, place) => one.label || `Steun ${place + 1}`, (one) => [
      line("Wat", one, "label", changed),
      area("Waar iemand terechtkan", one, "text", changed, { rows: 2 }),
    ], () => ({ label: "", text: "" })),
    list("Mensen", "people", "Persoon erbij", (one) => one.name || one.key, (one) => [
      line("Naam", one, "name", changed),
      line("Wie dat is", one, "role", changed),
      key(one, changed),
    ], (all) => ({ key: keyFor("persoon", all, "persoon"), name: "", role: "" })),
    line("Wie de speler is", draft, "perspective", changed, { help: "Bijvoorbeeld: wijkteam, school, huisarts." }),
    line("Zelfde verhaal als", draft, "perspective_of", changed, { help: "Het adres van de andere casus, als die er is." }),
    list("Bronnen", "sources", "Bron erbij", (one, place) => one.title || `Bron ${place + 1}`, (one) => [
      line("Titel", one, "title", changed),
      line("Adres", one, "url", changed),
      line("Datum", one, "date", changed),
    ], () => ({ title: "", url: "", date: "" })),
  ];
}

export function stateSection(editor) {
  const { draft } = editor;
  const [changed, redo] = [() => editor.changed(), (focus) => editor.paint(focus)];
  const known = [["", "niemand in het bijzonder"], ...(draft.people ?? []).map((one) => [one.key, one.name || one.key])];
  return [
    h("h3", { tabindex: "-1", class: "case-title" }, "Feiten en toestand"),
    rows({
      title: "Feiten: wat iemand moet vragen om te weten",
      of: draft, name: "facts", editor, redo, add: "Feit erbij",
      heading: (fact) => fact.text || fact.key,
      fresh: (all) => ({ key: keyFor("feit", all, "feit"), text: "" }),
      paint: (fact) => [
        area("Wat het is", fact, "text", changed, { rows: 2, required: true }),
        select("Wie het weet", known, fact.known_by ?? "", (value) => (put(fact, "known_by", value), changed())),
        area("Nabespreking, voor wie het niet te weten kwam", fact, "debrief", changed, { rows: 2 }),
        key(fact, changed),
      ],
    }),
    rows({
      title: "Toestand: loopt van 0 tot 5, in woorden",
      of: draft, name: "variables", editor, redo, add: "Toestand erbij",
      heading: (one) => one.label || one.key,
      fresh: (all) => ({ key: keyFor("toestand", all, "toestand"), label: "", start: 3, better: "high", shown: "words", words: [...WORDS] }),
      paint: (one) => [
        line("Naam", one, "label", changed, { required: true }),
        number("Begint op", one, "start", changed, { max: 5 }),
        select("Wat is beter", [["high", "hoog"], ["low", "laag"], ["none", "geen van beide"]], one.better ?? "high", (value) => ((one.better = value), changed())),
        select("Wanneer te zien", [["words", "tijdens het spel, in woorden"], ["debrief", "in de nabespreking"], ["never", "nooit"]], one.shown ?? "words", (value) => ((one.shown = value), changed())),
        h("fieldset", { class: "case-words" }, h("legend", {}, "Zes woorden, van 0 tot 5"), words(one, changed)),
        key(one, changed),
      ],
    }),
    asides(editor, draft, redo),
  ];
}

function words(variable, changed) {
  if (!Array.isArray(variable.words)) variable.words = [];
  while (variable.words.length < 6) variable.words.push("");
  return variable.words.slice(0, 6).map((word, value) => {
    const control = h("input", { type: "text", autocomplete: "off" });
    control.value = word;
    control.addEventListener("input", () => ((variable.words[value] = control.value), changed()));
    return labelled(String(value), control);
  });
}

export function panelSection(editor) {
  const { draft } = editor;
  const [changed, redo] = [() => editor.changed(), (focus) => editor.paint(focus)];
  const decisions = draft.scenes.filter((scene) => scene.kind === "decision").map((scene) => [scene.key, nameOf(scene)]);
  return [
    h("h3", { tabindex: "-1", class: "case-title" }, "Voorbeeldpanel"),
    h("p", {}, "Wat zouden vijf mensen uit het vak hier kiezen, en waarom? Spelers zien dat dit door de makers is geschreven."),
    rows({
      title: "Antwoorden",
      of: draft, name: "panel", editor, redo, add: "Antwoord erbij",
      heading: (one) => `${editor.title(one.scene) || "Nog geen scène"}: ${one.role || "nog geen rol"}`,
      fresh: (all) => ({ scene: all.at(-1)?.scene ?? decisions[0]?.[0] ?? "", choice: "", role: "", reason: "" }),
      paint: (one) => [
        select("Beslissing", [["", "– kies –"], ...decisions], one.scene ?? "", (value) => {
          Object.assign(one, { scene: value, choice: "" });
          changed();
          redo();
        }),
        select("Keuze", [["", "– kies –"], ...(editor.scene(one.scene)?.choices ?? []).map((choice) => [choice.key, choice.text || choice.key])], one.choice ?? "", (value) => ((one.choice = value), changed())),
        line("Rol", one, "role", changed),
        area("Reden", one, "reason", changed),
      ],
    }),
  ];
}

export function walksSection(editor) {
  const { draft } = editor;
  const [changed, redo] = [() => editor.changed(), (focus) => editor.paint(focus)];
  return [
    h("h3", { tabindex: "-1", class: "case-title" }, "Bewaarde lopen"),
    h("p", {}, "Een loop is een spel dat je onthoudt. Bij elke publicatie wordt hij opnieuw gelopen. Speel de casus en kies aan het eind ‘Bewaar deze loop’."),
    h("p", {}, button("Speel vanaf het begin", () => editor.play({}))),
    rows({
      title: "Lopen",
      of: draft, name: "walks", editor, redo, add: "Loop met de hand erbij",
      heading: (walk, place) => `${walk.name || `Loop ${place + 1}`} → ${editor.title(walk.ends_in) || "nergens"}`,
      fresh: () => ({ name: "", choices: [], ends_in: "" }),
      paint: (walk) => {
        const taken = h("textarea", { rows: 5, spellcheck: "false" });
        taken.value = (walk.choices ?? []).join("\n");
        taken.addEventListener("input", () => {
          walk.choices = taken.value.split("\n").map((one) => one.trim()).filter(Boolean);
          changed();
        });
        return [
          line("Naam", walk, "name", changed, { required: true }),
          labelled("Stappen", taken, "Eén op een regel: scène/keuze, of scène/@overleg."),
          select("Eindigt in", [["", "– kies –"], ...scenesOf(draft)], walk.ends_in ?? "", (value) => ((walk.ends_in = value), changed())),
          expected(walk, draft, changed),
          h("p", {}, button("Speel deze loop", () => editor.play({ taken: walk.choices ?? [] }))),
        ];
      },
    }),
  ];
}

function expected(walk, draft, changed) {
  const none = [["", "maakt niet uit"], ...[0, 1, 2, 3, 4, 5].map((value) => [String(value), String(value)])];
  return variablesOf(draft).map(([name, words]) =>
    select(`${words} aan het eind`, none, walk.expect?.[name] === undefined ? "" : String(walk.expect[name]), (value) => {
      const expect = { ...walk.expect };
      if (value === "") delete expect[name];
      else expect[name] = Number(value);
      put(walk, "expect", Object.keys(expect).length ? expect : null);
      changed();
    }),
  );
}

/** Beginning: a situation, or an outline that was pasted. What is there is only replaced after a yes. */
export function beginSection(editor) {
  const text = h("textarea", { rows: 14, spellcheck: "true" });
  const notes = h("div", { role: "status" });
  const sure = () => !editor.draft.scenes.length || confirm("Dit vervangt de hele casus die er nu staat. Doorgaan?");
  const take = async (form) => {
    if (!sure()) return;
    const reply = await editor.ask(editor.dataset.begin, form);
    if (!reply) return notes.replaceChildren("Dat lukte niet. Probeer het nog eens.");
    if (reply.error) return notes.replaceChildren(reply.error);
    editor.replace(reply.document, reply.notes.length > 0); // with notes this pane stays, to read them
    editor.say(`De casus heeft nu ${reply.document.scenes.length} scènes.`);
    if (!reply.notes.length) return editor.open(reply.document.start);
    notes.replaceChildren(h("p", {}, "Overgenomen. Dit begreep ik niet:"), h("ul", {}, reply.notes.map((note) => h("li", {}, `Regel ${note.line}: ${note.message}`))));
  };
  const situations = editor.beginnings();
  situations.addEventListener("click", ({ target }) => target.dataset?.beginning && take({ beginning: target.dataset.beginning }));
  return [
    h("h3", { tabindex: "-1", class: "case-title" }, "Begin met een opzet"),
    h("h4", {}, "Met een situatie"),
    situations,
    h("h4", {}, "Met een tekst"),
    labelled("Plak je opzet", text, "Een kop met # is een scène, een streepje met een pijl een keuze: - Je belt aan. -> Binnen"),
    h("p", {}, button("Maak er een casus van", () => text.value.trim() && take({ outline: text.value }))),
    notes,
  ];
}

/** The document itself, for who would rather write that. */
export function textSection(editor) {
  const fault = h("p", { role: "status" });
  const text = h("textarea", { rows: 30, spellcheck: "false", class: "case-json" });
  text.value = JSON.stringify(editor.draft, null, 2);
  text.addEventListener("input", () => {
    try {
      const draft = JSON.parse(text.value);
      if (!fit(draft)) throw new SyntaxError("geen casus");
      fault.textContent = "";
      editor.replace(draft, true);
    } catch {
      fault.textContent = "Zo is dit nog geen casus: de vorige versie blijft staan.";
    }
  });
  return [h("h3", { tabindex: "-1", class: "case-title" }, "Als tekst"), labelled("De casus als JSON", text), fault];
}

export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;
