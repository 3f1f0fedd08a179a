// Labelled choices, and a picture that is exchanged as a whole: the new image is decoded before the
// old one goes, and what the reader unfolded stays unfolded.

const LONG = 30; // letters; with an option longer than this, each option has a row of its own

// JupyterLab takes arrows and letters for its shortcuts unless the focused node itself has this
// attribute. It goes while Ctrl or Cmd is held, so that saving works from inside the form.
function claimKeys({ target, ctrlKey, metaKey }) {
  target.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey);
}

function make(tag, attributes = {}, ...children) {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

function oneOf({ label, options }, chosen, choose) {
  // A label around the list would take the words of its options into the list's name.
  const id = `choice-${Math.random().toString(36).slice(2)}`;
  const select = make("select", { id }, ...options.map((text) => make("option", { textContent: text })));
  select.selectedIndex = chosen;
  select.addEventListener("change", () => choose(select.selectedIndex));
  return make("div", {}, make("label", { htmlFor: id, textContent: label }), select);
}

function anyOf({ label, options }, chosen, choose) {
  const boxes = options.map((_, place) =>
    make("input", { type: "checkbox", checked: chosen.includes(place) }),
  );
  const long = options.some((text) => text.length > LONG);
  const read = () => boxes.flatMap((box, place) => (box.checked ? [place] : []));
  const rows = boxes.map((box, place) =>
    make("label", {}, box, make("span", { textContent: options[place], dir: "auto" })),
  );
  boxes.forEach((box) => box.addEventListener("change", () => choose(read())));
  const className = long ? "course-rows" : "";
  return make("fieldset", { className }, make("legend", { textContent: label }), ...rows);
}

function render({ model, el }) {
  const form = make("form", { className: "course-choices" });
  const status = make("p", { role: "status", className: "course-status" });
  const place = make("div");
  el.append(form, status, place);
  let latest = 0;

  const choose = (name) => (value) => {
    model.set("chosen", { ...model.get("chosen"), [name]: value });
    model.save_changes();
  };
  form.append(
    ...model.get("controls").map((control) => {
      const build = control.many ? anyOf : oneOf;
      return build(control, model.get("chosen")[control.name], choose(control.name));
    }),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["focusin", "keydown", "keyup"]) form.addEventListener(type, claimKeys);

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
