// Elements and fields, made in one call each.

let made = 0;

/** An element: attributes, listeners (`onclick`), and children (texts, elements, lists; nothing is left out). */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value === "boolean") element[name] = value;
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== ""));
  return element;
}

/** A field with its label above it. */
export function labelled(label, control, help = "") {
  control.id ||= `casus-veld-${++made}`;
  const said = help && h("span", { class: "case-help", id: `${control.id}-hulp` }, help);
  if (said) control.setAttribute("aria-describedby", said.id);
  return h("div", { class: "case-field" }, h("label", { for: control.id }, label), said, control);
}

/** One line of text that writes to `of[name]`. What is required stays in the draft when it is empty; a browser never holds back a draft. */
export function line(label, of, name, changed, { help, required } = {}) {
  const control = h("input", { type: "text", autocomplete: "off", "data-name": name });
  control.value = of[name] ?? "";
  control.addEventListener("input", () => {
    put(of, name, control.value, required);
    changed();
  });
  return labelled(label, control, help);
}

/** Several lines of text that write to `of[name]`. */
export function area(label, of, name, changed, { rows = 3, help, required } = {}) {
  const control = h("textarea", { rows, "data-name": name });
  control.value = of[name] ?? "";
  control.addEventListener("input", () => {
    put(of, name, control.value, required);
    changed();
  });
  return labelled(label, control, help);
}

/** A whole number. */
export function number(label, of, name, changed, { min = 0, max = 36500, help } = {}) {
  const control = h("input", { type: "number", min, max, step: 1, "data-name": name });
  control.value = of[name] ?? min;
  control.addEventListener("input", () => {
    const value = Math.round(Number(control.value));
    of[name] = Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : min;
    changed();
  });
  return labelled(label, control, help);
}

/** A choice of `options` ([value, words] each); what `value` holds and they do not is kept, and said to be missing. */
export function select(label, options, value, chosen, { help } = {}) {
  const control = h("select", {});
  const known = options.some(([one]) => one === value);
  for (const [one, words] of known || !value ? options : [...options, [value, `${value} (bestaat niet)`]])
    control.append(h("option", { value: one, selected: one === value }, words));
  control.addEventListener("change", () => chosen(control.value));
  return labelled(label, control, help);
}

/** Checkboxes that keep `of[name]` as a list in the order of the options. */
export function several(legend, of, name, options, changed) {
  const kept = new Set(of[name] ?? []);
  const boxes = [...options, ...[...kept].filter((key) => !options.some(([one]) => one === key)).map((key) => [key, `${key} (bestaat niet)`])];
  return h(
    "fieldset",
    { class: "case-several" },
    h("legend", {}, legend),
    boxes.length
      ? boxes.map(([key, words]) => {
          const box = h("input", { type: "checkbox", value: key, checked: kept.has(key) });
          box.addEventListener("change", () => {
            box.checked ? kept.add(key) : kept.delete(key);
            put(of, name, boxes.map(([one]) => one).filter((one) => kept.has(one)));
            changed();
          });
          return h("label", {}, box, " ", words);
        })
      : h("p", { class: "case-help" }, "Nog niets om uit te kiezen."),
  );
}

/** A small button. */
export const button = (words, onclick, more = {}) =>
  h("button", { type: "button", class: "button button-small button-secondary", onclick, ...more }, words);

/** Set a property, or take it away where it says nothing. */
export function put(of, name, value, required = false) {
  const empty = value === "" || value === null || value === undefined || (Array.isArray(value) && !value.length);
  if (empty && !required) delete of[name];
  else of[name] = value;
}
