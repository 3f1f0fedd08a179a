// Lists to choose from, and a picture or page that is exchanged as a whole: a new image is decoded
// before the old one goes, what the reader unfolded stays so, and the focus stays where it was.
// Views stay here, and likely ones come ahead: they are messages, not state, which a notebook saves.

import { claimKeys, connect, make, page, silence, unique } from "./form.js";

const PAUSE = 30; // milliseconds before each view that comes ahead: the kernel has others to serve
const AHEAD = 90; // views that may come ahead: each differs from the one shown in one choice
const KEPT = 150; // views, of about 60 kB each
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
  const key = JSON.stringify;
  const views = new Map(); // HTML and status of each choice, the oldest first
  let chosen = model.get("chosen");
  let waiting = 0;
  let near = []; // what a click on the check box at hand would choose

  const send = connect(model, signal, {
    silent: () => !views.has(key(chosen)) && (status.textContent = SILENT),
    confirmed({ draw }, view) {
      waiting -= 1;
      if (view) views.set(key(draw), view);
      if (views.size > KEPT) views.delete(views.keys().next().value);
      if (view && key(draw) === key(chosen)) show();
      else setTimeout(ahead, PAUSE);
    },
  });
  function ask(draw) {
    waiting += 1;
    send({ draw });
  }
  // One view at a time, the nearest first, so that a choice never waits for more than one.
  function ahead() {
    const others = ({ name, options }) =>
      options.map((_, n) => [Math.abs(n - chosen[name]), { ...chosen, [name]: n }]);
    const nearest = model.get("controls").flatMap(others).sort(([one], [other]) => one - other);
    const likely = [...near, ...nearest.slice(0, AHEAD).map(([, choice]) => choice)];
    const next = likely.find((choice) => !views.has(key(choice)));
    if (next && !waiting && !signal.aborted) ask(next);
  }
  async function show() {
    const now = key(chosen);
    if (!views.has(now)) return ask(chosen);
    const [html, words] = views.get(now);
    const next = document.adoptNode(page(html)); // in a template an image is not loaded
    await next.querySelector("img")?.decode().catch(() => undefined);
    if (now !== key(chosen)) return;
    const open = [...place.querySelectorAll("details")].map((fold) => fold.open);
    next.querySelectorAll("details").forEach((fold, n) => (fold.open = Boolean(open[n])));
    exchange(place, next);
    status.textContent = words;
    model.set("chosen", chosen); // for a page that is loaded again
    model.save_changes();
    setTimeout(ahead, PAUSE);
  }
  function choose(choice) {
    chosen = choice;
    show();
  }
  function ticked({ dataset: { choice }, value }, checked) {
    const others = chosen[choice].filter((each) => each !== Number(value));
    const all = checked ? [...others, Number(value)] : others;
    return { ...chosen, [choice]: all.sort((one, other) => one - other) };
  }
  function approach({ target }) {
    const box = target.closest("label")?.control;
    near = box?.dataset.choice ? [ticked(box, !box.checked)] : [];
    if (near.length) ahead();
  }

  for (const control of model.get("controls")) {
    const { name } = control;
    form.append(list(control, chosen[name], (value) => choose({ ...chosen, [name]: value })));
  }
  place.addEventListener("change", ({ target }) => {
    if (target.dataset.choice) choose(ticked(target, target.checked));
  });
  for (const type of ["pointerover", "focusin"]) place.addEventListener(type, approach);
  form.addEventListener("submit", (event) => event.preventDefault());
  claimKeys(el, signal);
  views.set(key(chosen), [model.get("html"), model.get("status")]);
  show();
}

export default { render };
