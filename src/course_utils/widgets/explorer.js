// Lists to choose from, and a picture or page that is exchanged as a whole: a new image is decoded
// before the old one goes, what the reader unfolded stays so, and the focus stays where it was.
// Views stay here, and likely ones come ahead: they are messages, not state, which a notebook saves.

import { claimKeys, connect, make, page, silence, unique } from "./form.js";

const CALM = 400; // milliseconds after a choice before others come ahead
const PAUSE = 30; // milliseconds between two of them: the kernel has others to serve
const KEPT = 150; // views, of about 60 kB each
const AHEAD = 100; // of them may come ahead

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
  const status = make("p", { role: "status", class: "course-status" }, model.get("status")); // not announced
  const look = make("div");
  const place = make("div");
  el.append(form, status, look, place);
  const key = JSON.stringify;
  let chosen = model.get("chosen");
  let busy = false; // with a view that comes ahead
  let expected = ""; // the choice under the pointer or in focus
  let ready = []; // that choice, and its page, which takes time to read
  const views = new Map([[key(chosen), [model.get("html"), model.get("status")]]]);

  const send = connect(model, signal, {
    silent: () =>
      views.has(key(chosen)) || (status.textContent = silence("The picture does not follow")),
    confirmed({ draw }, view) {
      if (!draw) return;
      busy = false;
      if (view) views.set(key(draw), view);
      prepare();
      if (views.size > KEPT) views.delete(views.keys().next().value);
      if (view && key(draw) === key(chosen)) show(draw);
      else setTimeout(ahead, PAUSE);
    },
  });
  // One view at a time, the nearest first, so that a choice never waits for more than one.
  function ahead(near = []) {
    const others = ({ name, options }) =>
      options.map((_, n) => [Math.abs(n - chosen[name]), { ...chosen, [name]: n }]);
    const nearest = model.get("controls").flatMap(others).sort(([one], [other]) => one - other);
    const likely = [...near, ...nearest.map(([, choice]) => choice).slice(0, AHEAD)];
    const draw = likely.find((choice) => !views.has(key(choice)));
    if (!draw || busy || signal.aborted) return;
    busy = true;
    send({ draw });
  }
  function prepare() {
    if (ready[0] !== expected && views.has(expected)) {
      ready = [expected, page(views.get(expected)[0])];
    }
  }
  async function show(choice) {
    chosen = choice;
    if (!views.has(key(choice))) return send({ draw: choice });
    const [html, words] = views.get(key(choice));
    const read = ready[0] === key(choice) ? ready[1] : page(html);
    ready = [];
    const next = document.adoptNode(read); // in a template an image is not loaded
    await next.querySelector("img")?.decode().catch(() => undefined);
    if (choice !== chosen) return;
    // A style sheet that came anew would have the browser style its whole window again.
    const sheet = next.querySelector("style");
    if (sheet?.textContent === look.textContent) sheet.remove();
    else look.replaceChildren(...next.querySelectorAll("style"));
    const open = [...place.querySelectorAll("details")].map((fold) => fold.open);
    next.querySelectorAll("details").forEach((fold, n) => (fold.open = Boolean(open[n])));
    exchange(place, next);
    if (status.textContent !== words) status.textContent = words;
    // For a page that is loaded again; to save it as state would be an error without a kernel.
    model.set("chosen", choice);
    send({ chosen: choice });
    setTimeout(ahead, CALM);
  }
  function ticked({ dataset: { choice }, value }, checked) {
    const others = chosen[choice].filter((each) => each !== Number(value));
    const all = checked ? [...others, Number(value)] : others;
    return { ...chosen, [choice]: all.sort((one, other) => one - other) };
  }
  for (const control of model.get("controls")) {
    const { name } = control;
    form.append(list(control, chosen[name], (value) => show({ ...chosen, [name]: value })));
  }
  place.addEventListener("change", ({ target }) => {
    if (target.dataset.choice) show(ticked(target, target.checked));
  });
  function expect({ target }) {
    const box = target.closest("label")?.control;
    if (!box?.dataset.choice) return;
    const choice = ticked(box, !box.checked); // a click is likely
    expected = key(choice);
    prepare();
    ahead([choice]);
  }
  for (const type of ["pointerover", "focusin"]) place.addEventListener(type, expect);
  claimKeys(el, signal);
  show(chosen);
}

export default { render };
