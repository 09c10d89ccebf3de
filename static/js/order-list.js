// <order-list> around rows with a number each adds up and down.

const live = document.getElementById("meldingen");
const { moved } = document.getElementById("teksten").dataset;
const place = (row) => row.querySelector("select");

customElements.define("order-list", class extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    const chosen = (row) => Number(place(row).value) || 99;
    this.list.append(...this.rows.sort((a, b) => chosen(a) - chosen(b)));
    this.edges();
    this.onclick = ({ target }) => {
      const button = target.closest("[data-move]");
      if (button?.ariaDisabled === "false") this.move(button);
    };
  }

  get rows() {
    return [...this.list.children];
  }

  move(button) {
    const row = button.closest("li");
    if (button.dataset.move < 0) row.previousElementSibling.before(row);
    else row.nextElementSibling.after(row);
    this.rows.forEach((each, index) => (place(each).value = index + 1));
    this.edges();
    this.dispatchEvent(new Event("input", { bubbles: true }));
    button.focus();
    const item = row.querySelector("[data-order-text]").textContent;
    const told = { item, place: place(row).value, total: this.rows.length };
    live.textContent = moved.replace(/{(\w+)}/g, (_, name) => told[name]);
  }

  /** The first can't go up, the last can't go down; both keep their focus. */
  edges() {
    this.rows.forEach((row, index, { length }) => {
      const [up, down] = row.querySelectorAll("[data-move]");
      up.ariaDisabled = index === 0;
      down.ariaDisabled = index === length - 1;
    });
  }
});
