// Draws one question as a form. The kernel judges: the page has neither key, nor feedback, nor
// hints before they are asked for. Every text is set as text, so nothing in it can run.

const PATIENCE = 4000; // milliseconds; a reply takes about 20
const SILENCE =
  "There is no reply: the kernel is busy or has stopped. Wait a little, or run this cell again.";
const SIGNS = { right: "✓", wrong: "✗", "not answered": "○" };

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// JupyterLab takes arrows, Enter and letters for its shortcuts unless the focused node itself has
// this attribute. It goes while Ctrl or Cmd is held, so that saving works from inside the form.
function claimKeys({ target, ctrlKey, metaKey }) {
  target.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey);
}

// Words of the course, in whichever direction their script runs.
const prose = (tag, name, text) => make(tag, { class: name, dir: "auto", text });

// One view for each kind: the nodes to fill in, how to read the response, how to show one again.
const views = { "single choice": singleChoice };

function singleChoice({ choices }, name) {
  const radios = choices.map(() => make("input", { type: "radio", name }));
  const rows = choices.map(([letter, text], place) => {
    const mark = make("span", { class: "letter", text: letter });
    return make("label", { class: "choice" }, radios[place], mark, prose("span", "text", text));
  });
  return {
    nodes: rows,
    read() {
      const place = radios.findIndex((radio) => radio.checked);
      return place < 0 ? null : place;
    },
    show(response) {
      for (const [place, radio] of radios.entries()) radio.checked = place === response;
    },
  };
}

function told({ verdict, message, feedback, paragraphs, error, attempts }) {
  const sign = make("span", { class: "sign", "aria-hidden": "true", text: SIGNS[verdict] });
  const nodes = [make("p", { class: "message" }, sign, prose("span", "", message))];
  if (feedback) nodes.push(prose("p", "feedback", feedback));
  const notes = [];
  if (error) notes.push(`Slip in reading: ${error}.`);
  if (paragraphs.length) notes.push(`See ${paragraphs.join(", ")}.`);
  if (attempts) notes.push(attempts === 1 ? "1 attempt so far." : `${attempts} attempts so far.`);
  if (notes.length) nodes.push(prose("p", "notes", notes.join(" ")));
  return nodes;
}

function build(question) {
  const name = `question-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const view = views[question.kind](question, name);
  const check = make("button", { type: "submit", class: "check", text: "Check" });
  const hint = make("button", { type: "button" });
  const hints = make("ol", { class: "hints", "aria-live": "polite", "aria-label": "Hints" });
  const status = make("div", { class: "outcome", role: "status" });
  const worked = make("p", { class: "worked", dir: "auto", "aria-live": "polite" });
  const summary = make("summary", { text: "Show the worked answer" });
  const disclosure = make("details", {}, summary, worked);
  const fieldset = make("fieldset", {}, prose("legend", "stem", question.stem), ...view.nodes);
  const buttons = make("div", { class: "buttons" }, check, hint);
  const rows = [fieldset, buttons, hints, status, disclosure];
  const form = make("form", { class: "course-question" }, ...rows);
  return { form, view, hint, hints, status, worked, disclosure };
}

// Asks the kernel, and admits it in the form when no reply comes.
function connect(model, status) {
  let waiting = 0;
  const admit = () => {
    status.dataset.state = "silence";
    status.replaceChildren(make("p", { text: SILENCE }));
  };
  return {
    waits: () => waiting > 0,
    ask(message) {
      clearTimeout(waiting);
      waiting = setTimeout(admit, PATIENCE);
      try {
        model.send(message);
      } catch {
        admit();
      }
    },
    close() {
      clearTimeout(waiting);
      waiting = 0;
      if (status.dataset.state === "silence") status.replaceChildren();
    },
  };
}

// What to do when the kernel changes a trait, and once at the start: a page may be reloaded.
const updates = {
  hints({ hint, hints }, given, total) {
    hints.append(...given.slice(hints.children.length).map((text) => prose("li", "", text)));
    hint.hidden = !total;
    hint.textContent = given.length ? `Hint (${given.length} of ${total})` : "Hint";
    hint.setAttribute("aria-disabled", given.length >= total);
  },
  outcome({ status, disclosure }, outcome) {
    disclosure.hidden = !outcome.attempts;
    if (!outcome.reply) return;
    status.dataset.state = outcome.verdict;
    status.replaceChildren(...told(outcome));
  },
  answer({ worked }, text) {
    worked.textContent = text;
  },
};

function render({ model, el }) {
  const question = model.get("question");
  const parts = build(question);
  const { form, view, hint, disclosure } = parts;
  const kernel = connect(model, parts.status);

  for (const [trait, update] of Object.entries(updates)) {
    const refresh = () => {
      // Another view of this question may have asked, or this page before it was reloaded.
      if (trait === "outcome" && !kernel.waits()) view.show(model.get("outcome").response);
      kernel.close();
      update(parts, model.get(trait), question.hint_count);
    };
    refresh();
    model.on(`change:${trait}`, refresh);
  }
  for (const type of ["keydown", "keyup", "focusin"]) form.addEventListener(type, claimKeys);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    kernel.ask({ ask: "check", response: view.read() });
  });
  hint.addEventListener("click", () => {
    if (model.get("hints").length < question.hint_count) kernel.ask({ ask: "hint" });
  });
  disclosure.addEventListener("toggle", () => {
    if (disclosure.open && !model.get("answer")) kernel.ask({ ask: "answer" });
  });
  el.append(form);
  return kernel.close;
}

export default { render };
