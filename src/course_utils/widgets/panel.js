// Draws a panel of the learner's record as the kernel describes it, and sends what was ticked, typed
// and chosen when a button is pressed. Every text is set as text, so nothing in it can run.

const PATIENCE = 4000; // milliseconds; a reply takes about 20
const SILENCE =
  "There is no reply: the kernel is busy or has stopped. Wait a little, or run this cell again.";
const UNREADABLE = "The file cannot be read: choose it again.";
const NAMES = ["id", "for", "aria-describedby"]; // made unique: a panel may be shown twice
const LASTING = 60000; // milliseconds for the browser to fetch a download from this page

// A node is a text, or [tag, attributes, ...children].
function build(node, panel) {
  if (typeof node === "string") return node;
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, NAMES.includes(name) ? `${panel}-${value}` : value);
  }
  element.append(...children.map((child) => build(child, panel)));
  return element;
}

// JupyterLab takes arrows, Enter and letters for its shortcuts unless the focused node itself has
// this attribute. Only the one for saving is handed on.
function claimKeys(event) {
  const { type, target, key, ctrlKey, metaKey } = event;
  target.setAttribute("data-lm-suppress-shortcuts", "");
  if (type !== "keydown" || key?.toLowerCase() !== "s" || !(ctrlKey || metaKey)) return;
  event.preventDefault();
  document.body.dispatchEvent(new KeyboardEvent("keydown", event));
}

// Hands bytes that came from the kernel to the browser's own downloads.
function download(name, buffers) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(buffers, { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LASTING);
}

function render({ model, el }) {
  const panel = `panel-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const body = build(["div", {}]);
  const status = build(["p", { class: "said", role: "status", dir: "auto" }]);
  const form = build(["form", { class: "course-panel", "aria-label": model.get("heading") }]);
  const drawn = new Map(); // by description: what stays the same keeps its ticks and its file
  let waiting = 0;

  function say(words, refused) {
    status.classList.toggle("refused", refused);
    status.textContent = words;
  }

  function draw() {
    const { content, said, refused, focus } = model.get("shown");
    const here = form.contains(document.activeElement) ? document.activeElement : undefined;
    const nodes = content.map((node) => drawn.get(JSON.stringify(node)) ?? build(node, panel));
    drawn.clear();
    for (const [place, node] of content.entries()) drawn.set(JSON.stringify(node), nodes[place]);
    body.replaceChildren(...nodes);
    say(said, refused);
    const key = (waiting && focus) || here?.dataset.key;
    if (key && here) form.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    stopWaiting();
  }

  function stopWaiting() {
    clearTimeout(waiting);
    waiting = 0;
  }

  async function press(event) {
    event.preventDefault();
    const given = new FormData(form);
    const file = given.get("file");
    const { limit, refusal } = form.elements.file?.dataset ?? {};
    if (file?.size > limit) return say(refusal, true);
    stopWaiting();
    waiting = setTimeout(() => say(SILENCE, true), PATIENCE);
    const button = event.submitter.value;
    const take = given.getAll("take");
    const message = { button, take, text: given.get("text") ?? "", file: file?.name ?? "" };
    try {
      const buffers = file?.name ? [await file.arrayBuffer()] : [];
      model.send(message, undefined, buffers);
    } catch (error) {
      stopWaiting();
      say(error instanceof DOMException ? UNREADABLE : SILENCE, true);
    }
  }

  function receive({ name }, buffers) {
    if (waiting) download(name, buffers);
  }

  form.append(body, status);
  draw();
  for (const type of ["keydown", "focusin"]) form.addEventListener(type, claimKeys);
  // In a cell JupyterLab forbids Enter and undo in a text field, even where it takes no shortcuts.
  form.addEventListener("beforeinput", (event) => event.stopPropagation(), true);
  form.addEventListener("submit", press);
  model.on("change:shown", draw);
  model.on("msg:custom", receive);
  el.append(form);
  return () => {
    stopWaiting();
    model.off("change:shown", draw);
    model.off("msg:custom", receive);
  };
}

export default { render };
