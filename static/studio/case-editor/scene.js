// One scene: its text, what entering does, and its choices.

import { area, button, h, labelled, line, number, put, select } from "./dom.js";
import { KINDS, TAGS, keyFor, nameOf, rename, scenesOf, stub } from "./draft.js";
import { condition, consequences, rows } from "./parts.js";

const LONG = 140;

/** The pane of a scene. */
export function scenePane(editor, scene) {
  const { draft } = editor;
  const changed = () => editor.changed();
  const redo = (focus) => editor.paint(focus);
  const place = draft.scenes.indexOf(scene);
  const go = (by) => editor.open(draft.scenes[place + by].key);
  const isEnding = scene.kind === "ending";
  return [
    h(
      "div",
      { class: "case-row case-bar" },
      select("Scène", scenesOf(draft), scene.key, (key) => editor.open(key, "select")),
      button("Vorige", () => go(-1), { disabled: place === 0 }),
      button("Volgende", () => go(1), { disabled: place === draft.scenes.length - 1 }),
      button("Nieuwe scène", () => editor.open(stub(draft, "Nieuwe scène", place).key, '[data-name="title"]', true)),
      button("Speel vanaf hier", () => editor.play({ from: scene.key, restart: "1" })),
    ),
    h("h3", { tabindex: "-1", id: `scene-${scene.key}`, class: "case-title" }, nameOf(scene)),
    line("Titel", scene, "title", () => (editor.retitled(), changed()), { required: true }),
    h(
      "div",
      { class: "case-row" },
      select("Soort", KINDS, scene.kind, (kind) => {
        scene.kind = kind;
        if (kind === "ending") delete scene.choices;
        if (kind === "reflection") scene.question ??= 1;
        else delete scene.question;
        changed();
        redo();
      }),
      number("Dag", scene, "day", changed, { help: "Hele dagen sinds het begin." }),
      scene.kind === "reflection" ? number("Vraag", scene, "question", changed, { min: 1, max: 10 }) : null,
    ),
    area("Tekst", scene, "body", changed, { rows: 10, required: true, help: "Markdown. Hooguit 220 woorden leest rustig." }),
    isEnding ? area("Nabespreking", scene, "debrief", changed, { rows: 4 }) : choices(editor, scene, redo),
    h(
      "details",
      { class: "case-more", open: editor.isOpen("meer") },
      h("summary", { onclick: () => editor.flip("meer") }, "Labels, passages, overleg en wat binnenkomen doet"),
      tags(scene, editor),
      passages(editor, scene, redo),
      isEnding ? null : asides(editor, scene, redo),
      h("fieldset", {}, h("legend", {}, "Bij elke binnenkomst"), consequences(entering(scene, editor), editor, redo)),
      keyField(editor, scene),
      h("p", {}, button("Haal deze scène weg", () => removed(editor, scene))),
    ),
  ];
}

/** What entering does, as an object that is only there when it says something. */
function entering(scene, editor) {
  const enter = scene.enter ?? {};
  editor.before(() => put(scene, "enter", Object.keys(enter).length ? enter : null));
  return enter;
}

function choices(editor, scene, redo) {
  const changed = () => editor.changed();
  return rows({
    title: "Keuzes",
    of: scene,
    name: "choices",
    editor,
    redo,
    add: "Keuze erbij",
    heading: (choice) => [choice.text || "Nog geen tekst", h("span", { class: "case-help" }, ` → ${editor.title(choice.to) || "nergens"}`)],
    fresh: (list) => ({ key: keyFor("keuze", list, "keuze"), text: "", to: "" }),
    paint: (choice) => [
      area("Wat de speler doet", choice, "text", changed, { rows: 2, required: true, help: `Eén handeling, hooguit ${LONG} tekens.` }),
      target(editor, scene, choice, redo),
      area("Wat er meteen gebeurt", choice, "consequence", changed, { rows: 2 }),
      area("Waarom dit ertoe doet (nabespreking)", choice, "debrief", changed, { rows: 2 }),
      condition(choice, editor, redo, "Wanneer is deze keuze er"),
      consequences(choice, editor, redo),
      tags(choice, editor),
      line("Sleutel", choice, "key", changed, { required: true, help: "Kleine letters, cijfers en streepjes. Een bewaarde loop noemt haar." }),
    ],
  });
}

/** Where a choice leads: a scene that is there, or a new one, made here. */
function target(editor, scene, choice, redo) {
  const title = h("input", { type: "text", autocomplete: "off" });
  const make = () => {
    const words = title.value.trim();
    if (!words) return title.focus();
    choice.to = stub(editor.draft, words, editor.draft.scenes.indexOf(scene)).key;
    editor.changed();
    redo(`[data-item="choices-${choice.key}"] select`);
  };
  title.addEventListener("keydown", (event) => event.key === "Enter" && make());
  const options = [["", "– kies een scène –"], ...scenesOf(editor.draft)];
  return h(
    "div",
    { class: "case-row" },
    select("Leidt naar", options, choice.to, (key) => {
      choice.to = key;
      editor.changed();
      redo(`[data-item="choices-${choice.key}"] select`);
    }),
    choice.to && editor.scene(choice.to) ? button("Open", () => editor.open(choice.to), { "aria-label": `Open ${editor.title(choice.to)}` }) : null,
    h("details", { class: "case-stub" }, h("summary", {}, "Nieuwe scène maken"), labelled("Titel van de nieuwe scène", title), button("Maak en koppel", make)),
  );
}

function passages(editor, scene, redo) {
  return rows({
    title: "Passages: tekst die er soms bij staat",
    of: scene,
    name: "passages",
    editor,
    redo,
    add: "Passage erbij",
    heading: (passage, place) => (passage.text || `Passage ${place + 1}`).slice(0, 60),
    fresh: () => ({ text: "" }),
    paint: (passage) => [
      condition(passage, editor, redo, "Wanneer staat dit er"),
      area("Tekst", passage, "text", () => editor.changed(), { required: true }),
    ],
  });
}

/** What can be asked beside the choices; of a scene, or of the whole case. */
export function asides(editor, of, redo) {
  const { draft } = editor;
  const kinds = [
    ["consult", "Overleg met een collega"],
    ["advice", "Advies van Veilig Thuis"],
  ];
  return rows({
    title: of === draft ? "Overleg en advies, in elke scène" : "Overleg en advies, alleen hier",
    of,
    name: "asides",
    editor,
    redo,
    add: "Overleg of advies erbij",
    heading: (aside) => (aside.text || aside.key).slice(0, 60),
    fresh: (list) => ({ key: keyFor("overleg", list, "overleg"), kind: "consult", text: "" }),
    paint: (aside) => [
      select("Soort", kinds, aside.kind, (value) => ((aside.kind = value), editor.changed())),
      area("Wat de ander zegt", aside, "text", () => editor.changed(), { required: true }),
      consequencesOnlyFacts(aside, editor),
      line("Sleutel", aside, "key", () => editor.changed(), { required: true, help: "Dezelfde sleutel als in de hele casus gaat hier voor." }),
    ],
  });
}

const consequencesOnlyFacts = (aside, editor) => consequences(aside, editor, () => {}).at(-1);

/** Labels as checkboxes, and free ones as words with commas. */
function tags(of, editor) {
  const known = new Set(TAGS.map(([tag]) => tag));
  const chosen = new Set((of.tags ?? []).filter((tag) => known.has(tag)));
  const free = h("input", { type: "text", autocomplete: "off" });
  free.value = (of.tags ?? []).filter((tag) => !known.has(tag)).join(", ");
  const write = () => {
    const words = free.value.split(",").map((one) => one.trim()).filter(Boolean);
    put(of, "tags", [...TAGS.map(([tag]) => tag).filter((tag) => chosen.has(tag)), ...words]);
    editor.changed();
  };
  free.addEventListener("input", write);
  const boxes = TAGS.map(([tag, words]) => {
    const box = h("input", { type: "checkbox", value: tag, checked: chosen.has(tag) });
    box.addEventListener("change", () => (box.checked ? chosen.add(tag) : chosen.delete(tag), write()));
    return h("label", {}, box, " ", words);
  });
  return h("fieldset", { class: "case-several" }, h("legend", {}, "Labels"), boxes, labelled("Eigen labels, met komma's", free));
}

function keyField(editor, scene) {
  const control = h("input", { type: "text", autocomplete: "off" });
  control.value = scene.key;
  control.addEventListener("change", () => {
    const others = editor.draft.scenes.filter((one) => one !== scene);
    rename(editor.draft, scene, keyFor(control.value, others, "scene"));
    editor.changed();
    editor.open(scene.key);
  });
  return labelled("Sleutel", control, "Alles wat deze scène noemt, verandert mee.");
}

function removed(editor, scene) {
  const { draft } = editor;
  const place = draft.scenes.indexOf(scene);
  draft.scenes.splice(place, 1);
  if (draft.start === scene.key) draft.start = draft.scenes[0]?.key ?? "";
  editor.changed();
  editor.say(`‘${nameOf(scene)}’ is weggehaald.`);
  editor.open(draft.scenes[Math.max(0, place - 1)]?.key ?? "");
}
