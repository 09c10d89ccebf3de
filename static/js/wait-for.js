// <wait-for data-waiting>: looks at its own page now and then, and puts in place what changed there. Without it, a link looks again.

const FIRST_MS = 1500;
const LONGEST_MS = 10_000;

class WaitFor extends HTMLElement {
  connectedCallback() {
    this.again(FIRST_MS);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  again(wait) {
    if (this.hasAttribute("data-waiting")) {
      this.timer = setTimeout(() => this.look(wait), wait);
    }
  }

  async look(wait) {
    let reply;
    try {
      reply = await fetch(location.href, { cache: "no-store" });
    } catch {
      reply = null; // away for a moment: the next look may succeed
    }
    if (reply && (reply.redirected || reply.status === 404)) {
      location.reload(); // signed out, or past its day: the page itself says so
      return;
    }
    if (reply?.ok) {
      this.show(new DOMParser().parseFromString(await reply.text(), "text/html"));
    }
    this.again(Math.min(wait * 1.5, LONGEST_MS));
  }

  show(page) {
    const now = page.querySelector("wait-for");
    if (!now || now.hasAttribute("data-waiting")) {
      return;
    }
    this.removeAttribute("data-waiting");
    this.replaceChildren(...now.childNodes);
    const told = document.getElementById("meldingen");
    if (told) {
      told.textContent = this.querySelector(".status")?.textContent.trim() ?? "";
    }
  }
}

customElements.define("wait-for", WaitFor);
