// The problems of the draft: always in view, each with a way to its place and what may help.

import { button, h } from "./dom.js";
import { counted } from "./sections.js";

const LEVELS = {
  E: ["Fout", "fout", "fouten", "✕"],
  W: ["Waarschuwing", "waarschuwing", "waarschuwingen", "!"],
  N: ["Tip", "tip", "tips", "i"],
};
const SECTIONS = { "walk-broken": "walks", "upsetting-without-notice": "about", "no-start": "about" };

// What one press can do about a finding, where that can only be one thing.
const MENDS = {
  "missing-target": ["Maak die scène", (editor, found) => editor.mend(found)],
  "no-start": ["Begin bij de eerste scène", (editor) => begun(editor)],
  "dead-end": ["Maak er een einde van", (editor, found) => ended(editor, found)],
  "condition-always-true": ["Haal de voorwaarde weg", (editor, found) => unconditional(editor, found)],
};

function begun(editor) {
  editor.draft.start = editor.draft.scenes[0].key;
  editor.open(editor.draft.start, undefined, true);
  editor.say("De casus begint nu bij de eerste scène.");
}

function ended(editor, found) {
  editor.scene(found.scene).kind = "ending";
  editor.open(found.scene, undefined, true);
  editor.say(`‘${found.where}’ is nu een einde.`);
}

function unconditional(editor, found) {
  const choice = editor.scene(found.scene).choices?.find((one) => one.key === found.choice);
  if (!choice) return;
  delete choice.when;
  editor.open(found.scene, undefined, true, found.choice);
  editor.say("De voorwaarde is weggehaald.");
}

/** In words, for the heading and for who cannot see it. */
export function summary(seen) {
  const counts = Object.entries(LEVELS)
    .map(([level, [, one, many]]) => [seen.findings.filter((found) => found.level === level).length, one, many])
    .filter(([count]) => count)
    .map((each) => counted(...each));
  return counts.length ? counts.join(", ") : "Niets gevonden";
}

/** The list. */
export function problemList(editor, seen) {
  const unsure = seen.search && !seen.search.complete;
  return [
    h("p", { class: "case-verdict" }, seen.blocks ? "Publiceren kan nog niet. Bewaren kan altijd." : "Deze casus kan gepubliceerd worden."),
    unsure ? h("p", { class: "case-help" }, "Niet alles is doorzocht; wat hier staat klopt, en bij publiceren wordt langer gezocht.") : null,
    h("ol", { class: "case-problems-list" }, seen.findings.map((found) => problem(editor, found))),
  ];
}

function problem(editor, found) {
  const [word, , , mark] = LEVELS[found.level];
  const where = place(editor, found);
  const mend = MENDS[found.code];
  const applies = found.code === "no-start" ? editor.draft.scenes.length : editor.scene(found.scene);
  return h(
    "li",
    { class: `case-problem case-problem-${found.level.toLowerCase()}` },
    h("span", { class: "case-mark", "aria-hidden": "true" }, mark),
    h(
      "div",
      {},
      h("strong", {}, word, found.where ? `: ${found.where}` : ""),
      h("p", {}, found.message),
      found.repair ? h("p", { class: "case-help" }, found.repair) : null,
      h(
        "p",
        { class: "case-buttons" },
        where ? button("Ga erheen", where, { "aria-label": `Ga naar: ${found.where || found.message.slice(0, 60)}` }) : null,
        mend && applies ? button(mend[0], () => mend[1](editor, found)) : null,
        found.witness.length ? button("Speel na", () => editor.play({ taken: found.witness })) : null,
      ),
    ),
  );
}

/** How to get where a finding is; null where it is everywhere. */
function place(editor, found) {
  if (found.code === "format") return path(editor, found.path);
  if (found.scene && editor.scene(found.scene))
    return () => editor.open(found.scene, found.choice && !found.choice.startsWith("@") ? `[data-item="choices-${found.choice}"] summary` : undefined, false, found.choice);
  if (found.variable) return () => editor.show("state", `[data-item="variables-${found.variable}"] summary`);
  if (found.fact) return () => editor.show("state", `[data-item="facts-${found.fact}"] summary`);
  if (found.code === "length-off-promise") return () => editor.area.form.elements.minutes.focus(); // the page's
  const section = SECTIONS[found.code];
  return section ? () => editor.show(section) : null;
}

/** A path in the document, such as /scenes/3/choices/0/text. */
function path(editor, pointer) {
  const [, list, index, inner, number] = pointer.split("/");
  const sections = { variables: "state", facts: "state", asides: "state", panel: "panel", walks: "walks" };
  const scene = list === "scenes" && editor.draft.scenes[Number(index)];
  if (scene) {
    const choice = inner === "choices" && scene.choices?.[Number(number)];
    return () => editor.open(scene.key, choice ? `[data-item="choices-${choice.key}"] summary` : undefined, false, choice?.key);
  }
  if (list === "scenes") return () => editor.show("begin");
  return () => editor.show(sections[list] ?? "about");
}
