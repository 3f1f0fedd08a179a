// Draws a panel of the learner's record as the kernel describes it, and sends what was ticked, typed
// and chosen when a button is pressed. Every text is set as text, so nothing in it can run.

import { claimKeys, connect, keep, make, mark, REFUSED, silence, unique } from "./form.js";

const UNREADABLE = "The file cannot be read: choose it again.";
const NAMES = ["id", "for", "aria-describedby"]; // made unique: a panel may be shown twice
const LASTING = 60000; // milliseconds for the browser to fetch a download from this page
const CONTROLS = "button, input, summary";

// A node is a text, or [tag, attributes, ...children].
function build(node, panel) {
  if (typeof node === "string") return node;
  const [tag, attributes, ...children] = node;
  const own = ([name, value]) => [name, NAMES.includes(name) ? `${panel}-${value}` : value];
  const named = Object.fromEntries(Object.entries(attributes).map(own));
  return make(tag, named, ...children.map((child) => build(child, panel)));
}

// Tells a control from the others of its panel, also once it is drawn anew.
const keyOf = (node) =>
  node.matches("[type=text], [type=file]") ? node.name : node.value || node.textContent;

// Hands bytes that came from the kernel to the browser's own downloads.
function download(name, buffers) {
  const href = URL.createObjectURL(new Blob(buffers, { type: "application/json" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), LASTING);
}

function render({ model, el, signal }) {
  const panel = `panel-${unique()}`;
  const body = make("div");
  const status = make("p", { class: "said", role: "status", dir: "auto", id: `${panel}-said` });
  const look = { class: "course-form course-panel", "aria-label": model.get("heading"), tabindex: -1 };
  const form = make("form", look, body, status);
  const drawn = new Map(); // by description: what stays the same keeps its ticks and its file
  const store = keep(model.get("place"));
  const field = () => form.elements.text;
  let kept = true;
  let waiting = false;

  function say(words, refused) {
    status.classList.toggle("refused", refused);
    status.textContent = words;
  }

  function draw() {
    const { content, said, refused, focus } = model.get("shown");
    const here = form.contains(document.activeElement) ? document.activeElement : undefined;
    const key = here?.matches(CONTROLS) && ((waiting && focus) || keyOf(here));
    const nodes = content.map((node) => drawn.get(JSON.stringify(node)) ?? build(node, panel));
    drawn.clear();
    for (const [place, node] of content.entries()) drawn.set(JSON.stringify(node), nodes[place]);
    body.replaceChildren(...nodes);
    const input = body.querySelector("input[aria-describedby]");
    input?.setAttribute("aria-describedby", `${input.id}-note ${status.id}`);
    say(said, refused);
    if (key) ([...form.querySelectorAll(CONTROLS)].find((node) => keyOf(node) === key) ?? form).focus(); // it may be gone
  }

  function silent() {
    const place = kept ? "What you typed is kept in this browser. " : REFUSED;
    say(silence("Nothing is done yet", field() ? place : ""), true);
  }

  function confirmed({ text }, yes) {
    waiting = false;
    if (yes) store.drop(text);
  }

  const ask = connect(model, signal, { silent, confirmed });

  function type() {
    if (field()) kept = store.put(field().value, [mark(field().defaultValue)]);
  }

  async function press(event) {
    event.preventDefault();
    const given = new FormData(form);
    const file = given.get("file");
    const { limit, refusal } = form.elements.file?.dataset ?? {};
    if (file?.size > limit) return say(refusal, true);
    type();
    const button = event.submitter.value;
    const message = { button, take: given.getAll("take"), text: given.get("text") ?? "" };
    try {
      const buffers = file?.name ? [await file.arrayBuffer()] : [];
      waiting = true;
      ask(message, buffers);
    } catch {
      say(UNREADABLE, true);
    }
  }

  function receive({ name, forget }, buffers) {
    if (forget) keep(forget).clear();
    if (name && waiting) download(name, buffers);
  }

  draw();
  for (const { text, from } of store.entries()) {
    if (field() && from.includes(mark(field().value))) field().value = text;
  }
  claimKeys(form, signal);
  form.addEventListener("input", type);
  form.addEventListener("submit", press);
  model.on("change:shown", draw);
  model.on("msg:custom", receive);
  el.append(form);
}

export default { render };
