// Conditions, effects, and rows of a list: the parts that scenes, choices and passages share.

import { button, h, labelled, put, select, several } from "./dom.js";
import { factsOf, scenesOf, shift, variablesOf } from "./draft.js";

const LEVELS = [0, 1, 2, 3, 4, 5].map((value) => [String(value), String(value)]);
const WHEN = [
  ["", "altijd"],
  ["at_least", "als iets minstens … is"],
  ["at_most", "als iets hooguit … is"],
  ["fact", "als de speler iets weet"],
  ["visited", "als de speler ergens was"],
  ["not", "als iets niet zo is"],
  ["all", "als dit alles zo is"],
  ["any", "als een van deze zo is"],
];

const sort = (when) => (when ? WHEN.map(([one]) => one).find((one) => one && one in when) ?? "" : "");

function fresh(kind, draft) {
  const variable = draft.variables?.[0]?.key ?? "";
  switch (kind) {
    case "at_least":
    case "at_most":
      return { variable, [kind]: 3 };
    case "fact":
      return { fact: draft.facts?.[0]?.key ?? "" };
    case "visited":
      return { visited: draft.scenes[0]?.key ?? "" };
    case "not":
      return { not: fresh("fact", draft) };
    case "all":
    case "any":
      return { [kind]: [fresh("fact", draft)] };
    default:
      return undefined;
  }
}

/** The fields of `of.when`. `redo` paints again after a change of shape. */
export function condition(of, editor, redo, label = "Wanneer") {
  const set = (value) => {
    put(of, "when", value);
    editor.changed();
    redo();
  };
  return h("div", { class: "case-when" }, one(of.when, set, editor, redo, label, true));
}

function one(when, set, editor, redo, label, mayBeNone = false) {
  const { draft } = editor;
  const kind = sort(when);
  const kinds = mayBeNone ? WHEN : WHEN.slice(1);
  const parts = [select(label, kinds, kind, (value) => set(fresh(value, draft)))];
  const leaf = (name, options, words) =>
    select(words, options, when[name], (value) => {
      when[name] = value;
      editor.changed();
    });
  if (kind === "at_least" || kind === "at_most") {
    parts.push(leaf("variable", variablesOf(draft), "Wat"));
    const value = (said) => {
      when[kind] = Number(said);
      editor.changed();
    };
    parts.push(select(kind === "at_least" ? "Minstens" : "Hooguit", LEVELS, String(when[kind]), value));
  } else if (kind === "fact") parts.push(leaf("fact", factsOf(draft), "Feit"));
  else if (kind === "visited") parts.push(leaf("visited", scenesOf(draft), "Scène"));
  else if (kind === "not")
    parts.push(h("div", { class: "case-inner" }, one(when.not, (value) => set({ not: value }), editor, redo, "Niet")));
  else if (kind)
    parts.push(
      h(
        "div",
        { class: "case-inner" },
        when[kind].map((part, place) => [
          one(part, (value) => set({ [kind]: when[kind].with(place, value) }), editor, redo, `Voorwaarde ${place + 1}`),
          button("Haal weg", () => set({ [kind]: when[kind].toSpliced(place, 1) }), { "aria-label": `Haal voorwaarde ${place + 1} weg` }),
        ]),
        button("Voorwaarde erbij", () => set({ [kind]: [...when[kind], fresh("fact", draft)] })),
      ),
    );
  return h("div", { class: "case-condition" }, parts);
}

/** The effects and facts of a choice, or of entering a scene. */
export function consequences(of, editor, redo) {
  const { draft } = editor;
  const effects = (of.effects ?? []).map((effect, place) => {
    const how = "set" in effect ? "set" : "add";
    const amount = h("input", { type: "number", min: how === "set" ? 0 : -5, max: 5, step: 1 });
    amount.value = effect[how];
    amount.addEventListener("input", () => {
      effect[how] = Math.round(Number(amount.value)) || 0;
      editor.changed();
    });
    const ways = [
      ["add", "erbij (of eraf met een min)"],
      ["set", "wordt precies"],
    ];
    return h(
      "div",
      { class: "case-row" },
      select("Wat verandert", variablesOf(draft), effect.variable, (value) => {
        effect.variable = value;
        editor.changed();
      }),
      select("Hoe", ways, how, (value) => {
        of.effects[place] = { variable: effect.variable, [value]: effect[how] };
        editor.changed();
        redo();
      }),
      labelled("Hoeveel", amount),
      button("Haal weg", () => {
        put(of, "effects", of.effects.toSpliced(place, 1));
        editor.changed();
        redo();
      }, { "aria-label": `Haal gevolg ${place + 1} weg` }),
    );
  });
  const add = button("Verandering erbij", () => {
    of.effects = [...(of.effects ?? []), { variable: draft.variables?.[0]?.key ?? "", add: 1 }];
    editor.changed();
    redo();
  });
  return [effects, draft.variables?.length ? add : null, several("Wat de speler te weten komt", of, "learn", factsOf(draft), () => editor.changed())];
}

/** A list of things, each in a box that opens; with buttons to move, remove and add. `paint(item)` gives its fields. */
export function rows({ title, of, name, editor, redo, paint, heading, fresh: make, add, open }) {
  const list = of[name] ?? [];
  const settle = (next, focus) => {
    put(of, name, next);
    editor.changed();
    redo(focus);
  };
  const boxes = list.map((item, place) => {
    const id = `${name}-${item.key ?? place}`;
    const move = (by) => {
      if (shift(list, item, by)) settle(list, `[data-item="${id}"] summary`);
    };
    const box = h(
      "details",
      { class: "case-item", "data-item": id },
      h("summary", {}, heading(item, place)),
      h("div", { class: "case-item-fields" }, paint(item, place)),
      h(
        "p",
        { class: "case-buttons" },
        button("Omhoog", () => move(-1), { disabled: place === 0 }),
        button("Omlaag", () => move(1), { disabled: place === list.length - 1 }),
        button("Haal weg", () => settle(list.toSpliced(place, 1), `[data-add="${name}"]`)),
      ),
    );
    box.open = editor.opened.has(item) || Boolean(open?.(item));
    box.addEventListener("toggle", () => (box.open ? editor.opened.add(item) : editor.opened.delete(item)));
    return box;
  });
  const more = button(add, () => {
    const item = make(list);
    editor.opened.add(item);
    settle([...list, item], `[data-item="${name}-${item.key ?? list.length}"] summary`);
  }, { "data-add": name });
  return h("section", { class: "case-list" }, h("h3", {}, title), boxes, h("p", {}, more));
}
