// The draft: what a new part looks like, keys, and references that follow when something is renamed or removed.

export const KINDS = [
  ["scene", "Scène"],
  ["decision", "Beslissing"],
  ["pause", "Pauze"],
  ["reflection", "Reflectie"],
  ["ending", "Einde"],
];
export const TAGS = [
  ["meldcode:1", "Meldcode stap 1"],
  ["meldcode:2", "Meldcode stap 2"],
  ["meldcode:3", "Meldcode stap 3"],
  ["meldcode:4", "Meldcode stap 4"],
  ["meldcode:5", "Meldcode stap 5"],
  ["child-seen", "Kind gezien"],
  ["child-speaks", "Kind aan het woord"],
  ["consult", "Overlegd"],
  ["advice-vt", "Advies Veilig Thuis"],
  ["safety-check", "Veiligheid nagegaan"],
  ["network", "Netwerk"],
  ["upsetting", "Kan raken"],
  ["ask-certainty", "Vraag hoe zeker iemand is"],
];

/** A key for these words that none of `list` has. */
export function keyFor(words, list, otherwise) {
  const plain = words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const base = plain.replace(/[^a-z0-9]+/g, "-").slice(0, 40).replace(/^-+|-+$/g, "") || otherwise;
  const taken = new Set(list.map((one) => one.key));
  let key = base;
  for (let number = 2; taken.has(key); number++) key = `${base}-${number}`;
  return key;
}

/** What a draft needs before it can be edited as forms. Answers false for what is no draft at all. */
export function fit(draft) {
  if (typeof draft !== "object" || draft === null || Array.isArray(draft)) return false;
  const isList = (value) => value === undefined || (Array.isArray(value) && value.every((one) => typeof one === "object" && one));
  const lists = ["scenes", "people", "variables", "facts", "asides", "panel", "walks", "support", "sources"];
  if (!lists.every((name) => isList(draft[name]))) return false;
  if (!(draft.scenes ?? []).every((scene) => ["choices", "passages", "asides"].every((name) => isList(scene[name])))) return false;
  draft.format ??= "leerspiegel-case/1";
  draft.language ??= "nl";
  draft.scenes ??= [];
  draft.start ??= draft.scenes[0]?.key ?? "";
  return true;
}

export const nameOf = (scene) => scene.title || scene.key;
export const scenesOf = (draft) => draft.scenes.map((scene) => [scene.key, nameOf(scene)]);
export const factsOf = (draft) => (draft.facts ?? []).map((fact) => [fact.key, fact.text || fact.key]);
export const variablesOf = (draft) => (draft.variables ?? []).map((one) => [one.key, one.label || one.key]);

/** A scene to fill later. */
export function stub(draft, title, after = draft.scenes.length - 1) {
  const scene = { key: keyFor(title, draft.scenes, "scene"), title, kind: "scene", body: "" };
  draft.scenes.splice(after + 1, 0, scene);
  draft.start ||= scene.key;
  return scene;
}

/** Every condition of a draft, as [holder] with its `when`. */
function* conditions(draft) {
  for (const scene of draft.scenes)
    for (const holder of [...(scene.choices ?? []), ...(scene.passages ?? [])]) if (holder.when) yield holder.when;
}

function* leaves(condition) {
  if (condition.all || condition.any) for (const part of condition.all ?? condition.any) yield* leaves(part);
  else if (condition.not) yield* leaves(condition.not);
  else yield condition;
}

/** Give a scene another key, and everything that names it too. */
export function rename(draft, scene, key) {
  const old = scene.key;
  if (key === old || !key) return;
  scene.key = key;
  if (draft.start === old) draft.start = key;
  for (const one of draft.scenes) for (const choice of one.choices ?? []) if (choice.to === old) choice.to = key;
  for (const when of conditions(draft)) for (const leaf of leaves(when)) if (leaf.visited === old) leaf.visited = key;
  for (const answer of draft.panel ?? []) if (answer.scene === old) answer.scene = key;
  for (const walk of draft.walks ?? []) {
    walk.choices = (walk.choices ?? []).map((one) => (one.startsWith(`${old}/`) ? key + one.slice(old.length) : one));
    if (walk.ends_in === old) walk.ends_in = key;
  }
}

/** Put `item` one place up or down in its list. */
export function shift(list, item, by) {
  const place = list.indexOf(item);
  const to = place + by;
  if (to < 0 || to >= list.length) return false;
  list.splice(place, 1);
  list.splice(to, 0, item);
  return true;
}
