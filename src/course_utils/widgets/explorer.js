// Lists to choose from, and a picture or page that is exchanged as a whole: a new image is decoded
// before the old one goes, what the reader unfolded stays so, and the focus stays where it was.

import { claimKeys, connect, make, page, silence, unique } from "./form.js";

const SILENT = silence("The picture does not follow");

function list({ label, options }, chosen, choose) {
  // A label around the list would take the words of its options into the list's name.
  const id = `choice-${unique()}`;
  const select = make("select", { id }, ...options.map((text) => make("option", {}, text)));
  select.selectedIndex = chosen;
  select.addEventListener("change", () => choose(select.selectedIndex));
  return make("div", {}, make("label", { for: id }, label), select);
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
  const form = make("form", { class: "course-form course-choices" });
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
  for (const control of model.get("controls")) {
    form.append(list(control, model.get("chosen")[control.name], choose(control.name)));
  }
  place.addEventListener("change", ({ target: { dataset, value, checked } }) => {
    if (!dataset.choice) return;
    const others = model.get("chosen")[dataset.choice].filter((each) => each !== Number(value));
    choose(dataset.choice)(checked ? [...others, Number(value)] : others);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  claimKeys(el, signal);

  async function update() {
    const turn = ++latest;
    const next = page(model.get("html"));
    const image = next.querySelector("img");
    if (image) await image.decode().catch(() => undefined);
    if (turn !== latest) return;
    const open = [...place.querySelectorAll("details")].map((fold) => fold.open);
    next.querySelectorAll("details").forEach((fold, n) => (fold.open = Boolean(open[n])));
    exchange(place, next);
    status.textContent = model.get("status");
  }

  model.on("change:html", update);
  update();
}

export default { render };
