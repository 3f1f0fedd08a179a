// Exchange a picture as a whole: the new image is decoded before the old one goes, and what the
// reader unfolded stays unfolded.
function render({ model, el }) {
  const place = document.createElement("div");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  el.append(status, place);
  let latest = 0;

  async function update() {
    const turn = ++latest;
    const next = document.createElement("template");
    next.innerHTML = model.get("html");
    const image = next.content.querySelector("img");
    if (image) await image.decode().catch(() => undefined);
    if (turn !== latest) return;
    const open = [...place.querySelectorAll("details")].map((fold) => fold.open);
    next.content.querySelectorAll("details").forEach((fold, n) => (fold.open = Boolean(open[n])));
    place.replaceChildren(next.content);
    status.textContent = model.get("status");
  }

  model.on("change:html", update);
  update();
  return () => model.off("change:html", update);
}

export default { render };
