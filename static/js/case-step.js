// A step of a case puts the next scene in the place of this one: what was typed in the mirror here is saved first.

const unsaved = (scene) => [...scene.querySelectorAll("#spiegel save-form")].filter((form) => form.unsaved);

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    const scene = document.getElementById("scene");
    if (!form.matches("#scene .play-form") || !unsaved(scene).length) return;
    event.preventDefault();
    event.stopPropagation();
    for (const mirror of unsaved(scene)) {
      if (!mirror.busy) await mirror.save();
      while (mirror.busy) await new Promise((wake) => setTimeout(wake, 50));
    }
    // Refused or not sent: the text stays, and so does the scene.
    const left = scene.querySelector("#spiegel .field-error") ?? unsaved(scene)[0];
    const place = left?.closest("#spiegel");
    if (place) (place.querySelector(".guard-hint") ?? place.querySelector("textarea")).focus();
    else if (form.isConnected) form.requestSubmit(submitter);
  },
  true,
);
