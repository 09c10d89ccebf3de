// On the page of a play: send the run to the editor that began it, as a saved walk.

const box = document.querySelector("[data-walk]");
if (box?.dataset.channel) {
  const channel = new BroadcastChannel(box.dataset.channel);
  const said = box.querySelector("[data-walk-said]");
  const name = box.querySelector("#loop-naam");
  box.querySelector("[data-walk-form]").hidden = false;
  let waiting;
  channel.onmessage = ({ data }) => {
    if (!data.kept) return;
    clearTimeout(waiting);
    said.textContent = said.dataset.kept;
  };
  const save = () => {
    const walk = JSON.parse(box.dataset.walk);
    channel.postMessage({ walk: { name: name.value.trim() || walk.ends_in, ...walk } });
    waiting = setTimeout(() => (said.textContent = said.dataset.alone), 1500);
  };
  box.querySelector("[data-walk-save]").addEventListener("click", save);
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    save();
  });
}
