// Labelled choices, and a picture or page that is exchanged as a whole: a new image is decoded before
// the old one goes, what the reader unfolded stays unfolded, and the focus stays where it was.

import { claimKeys, connect, make, silence, unique } from "./form.js";

const SILENT = silence("The picture does not follow");
const LONG = 30; // letters; with an option longer than this, each option has a row of its own

function oneOf({ label, options }, chosen, choose) {
  // A label around the list would take the words of its options into the list's name.
  const id = `choice-${unique()}`;
  const select = make("select", { id }, ...options.map((text) => make("option", { text })));
  select.selectedIndex = chosen;
  select.addEventListener("change", () => choose(select.selectedIndex));
  return make("div", {}, make("label", { for: id, text: label }), select);
}

function anyOf({ label, options }, chosen, choose) {
  const boxes = options.map((_, place) => {
    return Object.assign(make("input", { type: "checkbox" }), { checked: chosen.includes(place) });
  });
  const long = options.some((text) => text.length > LONG);
  const read = () => boxes.flatMap((box, place) => (box.checked ? [place] : []));
  const rows = boxes.map((box, place) =>
    make("label", {}, box, make("span", { text: options[place], dir: "auto" })),
  );
  boxes.forEach((box) => box.addEventListener("change", () => choose(read())));
  const look = long ? { class: "course-rows" } : {};
  return make("fieldset", look, make("legend", { text: label }), ...rows);
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

function render({ model, el, signal }) {
  const form = make("form", { class: "course-choices" });
  const status = make("p", { role: "status", class: "course-status" });
  const place = make("div");
  el.append(form, status, place);
  let latest = 0;

  const ask = connect(model, signal, {
    silent: () => (status.textContent = SILENT),
    confirmed: () => status.textContent === SILENT && update(),
  });
  const choose = (name) => (value) => {
    model.set("chosen", { ...model.get("chosen"), [name]: value });
    model.save_changes();
    ask({}); // confirmed once the picture is drawn
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
  claimKeys(el, signal);

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
}

export default { render };
