// Labelled choices, and a picture or page that is exchanged as a whole: a new image is decoded before
// the old one goes, what the reader unfolded stays unfolded, and the focus stays where it was.

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

// The control in use keeps the focus, and its place in the window: lines above it may grow.
function exchange(place, content) {
  const controls = () => [...place.querySelectorAll("input, summary, a")];
  const used = controls().indexOf(document.activeElement);
  const before = controls()[used]?.getBoundingClientRect().top;
  place.replaceChildren(content);
  const now = controls()[used];
  if (!now) return;
  now.focus({ preventScroll: true });
  let frame = place;
  while (frame && !/auto|scroll/.test(getComputedStyle(frame).overflowY)) frame = frame.parentElement;
  while (frame && frame.scrollHeight <= frame.clientHeight) frame = frame.parentElement;
  frame?.scrollBy(0, now.getBoundingClientRect().top - before);
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
  place.addEventListener("change", ({ target: { dataset, value, checked } }) => {
    if (!dataset.choice) return;
    const others = model.get("chosen")[dataset.choice].filter((each) => each !== Number(value));
    choose(dataset.choice)(checked ? [...others, Number(value)] : others);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["focusin", "keydown", "keyup"]) el.addEventListener(type, claimKeys);

  async function update() {
    const turn = ++latest;
    const next = document.createElement("template");
    next.innerHTML = model.get("html");
    const image = next.content.querySelector("img");
    if (image) await image.decode().catch(() => undefined);
    if (turn !== latest) return;
    const open = [...place.querySelectorAll("details")].map((fold) => fold.open);
    next.content.querySelectorAll("details").forEach((fold, n) => (fold.open = Boolean(open[n])));
    exchange(place, next.content);
    status.textContent = model.get("status");
  }

  model.on("change:html", update);
  update();
  return () => model.off("change:html", update);
}

export default { render };
