// What all forms share: nodes, keys, messages that the kernel confirms, and the browser's storage,
// which keeps a response until the kernel has confirmed exactly that response.

const PATIENCE = 4000; // milliseconds; a confirmation takes about 20
const WINDOW = crypto.getRandomValues(new Uint32Array(2)).join("-");
let count = 0;

// A name that no other has, in this window or another.
export const unique = () => `${WINDOW}-${++count}`;

export const REFUSED =
  "This browser does not keep it, as its storage is refused or full: copy it before you leave. ";
export const silence = (fact, kept = "") =>
  `${fact}: the kernel does not answer. ${kept}Unless a cell is still running, use Run > Restart Kernel and Run All Cells.`;

// An element; a child that is a text is set as text, so nothing in it can run.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// The nodes of a picture or page: the kernel filled a template in which every text is escaped.
export function page(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// JupyterLab takes arrows, Enter and letters for its shortcuts unless the focused node itself has
// this attribute. With Ctrl or Cmd they are its own, so that saving works from inside the form; in
// a text only saving is, so that undo and the like work there. Escape leads back to the cell, where
// they are all JupyterLab's.
export function claimKeys(form, signal) {
  function claim({ target, key, ctrlKey, metaKey }) {
    const types = target.matches("textarea, [type=text]");
    const claims = !(ctrlKey || metaKey) || (types && key?.toLowerCase() !== "s");
    target.toggleAttribute("data-lm-suppress-shortcuts", claims);
  }
  for (const type of ["keyup", "focusin"]) form.addEventListener(type, claim);
  const claimFirst = (event) => form.contains(event.target) && claim(event);
  window.addEventListener("keydown", claimFirst, { capture: true, signal }); // before JupyterLab
  form.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Escape" && !isComposing) form.closest(".jp-Cell")?.focus();
  });
  // A page may stand elsewhere, too, with the same marks: its links lead to those in this form.
  form.addEventListener("click", (event) => {
    const goal = event.target.closest("a[href^='#']")?.hash;
    if (!goal) return;
    event.preventDefault();
    const node = form.querySelector(goal);
    node.closest("details")?.toggleAttribute("open", true);
    node.tabIndex = -1;
    node.focus();
  });
  // JupyterLab cancels Enter and undo in whatever is inside a cell; it listens at the node itself.
  form.addEventListener("beforeinput", (event) => event.stopPropagation(), { capture: true });
}

// Returns how to send a message. A restarted kernel swallows messages without an error, so each has
// a number, by which the kernel confirms it, and says whether it saved what is in it.
export function connect(model, signal, { silent, confirmed }) {
  const waiting = new Map();
  model.on("msg:custom", ({ done, saved }) => {
    if (!waiting.has(done)) return;
    const { message, timer } = waiting.get(done);
    clearTimeout(timer);
    waiting.delete(done);
    confirmed(message, saved);
  });
  signal.addEventListener("abort", () => waiting.forEach(({ timer }) => clearTimeout(timer)));
  return function ask(message, buffers = []) {
    const id = unique();
    waiting.set(id, { message, timer: setTimeout(silent, PATIENCE, message) });
    try {
      model.send({ ...message, id }, undefined, buffers);
    } catch {
      silent(message);
    }
  };
}

// A number that tells a text from any other.
export function mark(text) {
  return [...text].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) | 0, text.length);
}

// What the browser keeps under a place, which is of one record, course and question: entries with a
// text, marks of the texts it started `from`, and a time. A browser may refuse all storage.
export function keep(place) {
  const config = document.getElementById("jupyter-config-data")?.textContent ?? "{}";
  const { baseUrl = "/" } = JSON.parse(config); // tells users of one hub apart
  const prefix = `course-utils${baseUrl}${place}/`;
  const id = unique(); // of this window, also where two show the same form
  const mine = prefix + id;

  function attempt(action, otherwise) {
    try {
      return action();
    } catch {
      return otherwise;
    }
  }
  const keys = () => attempt(() => Object.keys(localStorage), []).filter((key) => key.startsWith(prefix));
  const read = (key) => attempt(() => [{ key, ...JSON.parse(localStorage.getItem(key)) }], []);
  const entries = () => keys().flatMap(read).sort((one, other) => one.time - other.time);
  return {
    id,
    entries,
    put(text, from, key = mine) {
      const entry = JSON.stringify({ text, from, time: Date.now() });
      return attempt(() => localStorage.setItem(key, entry) ?? true, false);
    },
    drop(text) {
      for (const entry of entries()) if (entry.text === text) localStorage.removeItem(entry.key);
    },
    clear: () => keys().forEach((key) => localStorage.removeItem(key)),
  };
}
