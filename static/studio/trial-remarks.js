// In the editor of a lesson or module: what readers of the draft remarked, at its block. The list on the page "Proefgroep" needs no script.

const here = location.pathname.match(/^(.*\/pages\/\d+\/)edit\/$/);

async function settle(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  const reply = await fetch(form.dataset.action, {
    method: "POST",
    body: new URLSearchParams({ done: "1", csrfmiddlewaretoken: form.dataset.token }),
    headers: { "X-Requested-With": "trial-remarks" },
  }).catch(() => null);
  button.disabled = false;
  if (!reply?.ok) return;
  const note = form.closest(".trial-remark");
  const said = Object.assign(document.createElement("p"), { textContent: form.dataset.said, tabIndex: -1 });
  note.replaceWith(said);
  said.focus();
}

/** A form cannot stand in the editor's form: its button posts by itself. */
function standalone(note) {
  const form = note.querySelector("form");
  const box = document.createElement("div");
  box.dataset.action = form.getAttribute("action");
  box.dataset.token = form.elements.csrfmiddlewaretoken.value;
  box.dataset.said = form.dataset.said;
  const button = form.querySelector("button");
  button.type = "button";
  button.addEventListener("click", (event) => settle({ preventDefault: () => event.preventDefault(), target: box }));
  box.append(button);
  form.replaceWith(box);
  return note;
}

async function show() {
  const reply = await fetch(`${here[1]}proefopmerkingen/`).catch(() => null);
  if (!reply?.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const one of page.querySelectorAll("template[data-block]")) {
    const place = document.getElementById(`block-${one.dataset.block}-section`);
    const note = one.content.querySelector(".trial-remark");
    place?.append(standalone(document.importNode(note, true)));
  }
}

if (here) addEventListener("load", show);
