// On the screen of who leads: a click is sent without leaving the page, so that words that stand elsewhere and were not sent stay, and so
// does whoever comes by keyboard. Without this every click loads the page anew.

const screen = document.querySelector("session-live");
let isBusy = false;

async function send(event) {
  if (event.defaultPrevented) return;
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  const form = event.target;
  const own = form.closest("[data-part]");
  const reply = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) }).catch(() => null);
  const isElsewhere = reply?.redirected && new URL(reply.url).pathname !== location.pathname;
  if (isElsewhere) return location.assign(reply.url);
  const page = reply && new DOMParser().parseFromString(await reply.text().catch(() => ""), "text/html");
  isBusy = false;
  screen.toggleAttribute("data-away", !reply);
  if (!reply) return;
  if (!page.querySelector("[data-part]")) return location.reload(); // signed out, or a fault: the page itself says so
  for (const told of screen.querySelectorAll("[data-told]")) told.remove();
  if (own) delete own.dataset.holds; // what was sent is not held any more
  screen.show(page);
  screen.prepend(...page.querySelectorAll("[data-told]"));
  screen.querySelector(".field-error, [data-focus]")?.scrollIntoView({ block: "nearest" });
}

screen?.addEventListener("submit", send);
