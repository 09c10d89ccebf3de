// <order-list> around rows with a number each: adds up and down. The numbers are what is posted.

const live = document.getElementById("meldingen");
const moved = document.getElementById("teksten").dataset.moved;
const place = (row) => row.querySelector("select");

class OrderList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    const chosen = (row) => Number(place(row).value) || 99;
    this.list.append(...this.rows.sort((a, b) => chosen(a) - chosen(b)));
    this.edges();
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button?.getAttribute("aria-disabled") === "false") this.move(button);
    });
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
    live.textContent = moved.replace(/\{(\w+)\}/g, (_, name) => told[name]);
  }

  /** The first can't go up, the last can't go down; both keep their focus. */
  edges() {
    this.rows.forEach((row, index, rows) => {
      row.querySelector("[data-move='-1']").setAttribute("aria-disabled", index === 0);
      row.querySelector("[data-move='1']").setAttribute("aria-disabled", index === rows.length - 1);
    });
  }
}

customElements.define("order-list", OrderList);
