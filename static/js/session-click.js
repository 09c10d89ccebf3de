// On the screen of who leads: a click while words stand elsewhere that were not sent yet is sent without leaving the page, so that they
// stay. Every other click, and every click without this, loads the page anew.

const screen = document.querySelector("session-live");
const isTyped = (field) => ["radio", "checkbox"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
const isUnsent = (part) => [...part.querySelectorAll("textarea, input:not([type=hidden])")].some(isTyped);

async function send(event) {
  const form = event.target;
  const own = form.closest("[data-part]");
  const parts = [...screen.querySelectorAll("[data-part][data-holds]")];
  if (event.defaultPrevented || !parts.some((part) => part !== own && isUnsent(part))) return;
  event.preventDefault();
  const reply = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) }).catch(() => null);
  screen.toggleAttribute("data-away", !reply);
  if (!reply) return;
  if (reply.redirected && new URL(reply.url).pathname !== location.pathname) {
    location.assign(reply.url);
    return;
  }
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const told of screen.querySelectorAll("[data-told]")) told.remove();
  if (own) delete own.dataset.holds; // what was sent is not held any more
  screen.show(page);
  screen.prepend(...page.querySelectorAll("[data-told]"));
}

screen?.addEventListener("submit", send);
