// Draws one question as a form. The kernel judges: the page has neither key, nor feedback, nor
// hints before they are asked for. Every text is set as text, so nothing in it can run.

const PATIENCE = 4000; // milliseconds; a reply takes about 20
const PAUSE = 800; // milliseconds without a key, after which what was typed is kept
const SILENCE =
  "There is no reply: the kernel is busy or has stopped. Wait a little, or run this cell again.";
const SIGNS = {
  right: "✓",
  "partly right": "◐",
  wrong: "✗",
  "not answered": "○",
  kept: "●",
  true: "✓",
  false: "✗",
};

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
// this attribute. With Ctrl or Cmd they are its own, so that saving works from inside the form; in
// a text only saving is, so that undo and the like work there.
function claimKeys({ target, key, ctrlKey, metaKey }) {
  const types = target.matches("textarea, [type=text]");
  target.toggleAttribute("data-lm-suppress-shortcuts", !(ctrlKey || metaKey) || (types && key !== "s"));
}

// Words of the course, in whichever direction their script runs.
const prose = (tag, name, text) => make(tag, { class: name, dir: "auto", text });
const sign = (name) => make("span", { class: "sign", "aria-hidden": "true", text: SIGNS[name] });

// One view for each kind: the nodes to fill in, how to read the response, how to show one again.
// A view with `typed` has a text that is kept as it is typed.
const views = {
  "single choice": (question, name) => choose(question.choices, name, "radio"),
  "multiple choice": (question, name) => choose(question.choices, name, "checkbox"),
  order,
  classify,
  number: ({ unit }) => line("Number", unit, "decimal"),
  "short text": () => line("Answer"),
  reflection,
  prediction(question, name) {
    if (question.form === "choices") return choose(question.choices, name, "radio");
    return question.form === "value" ? line("Guess", question.unit, "decimal") : line("Guess");
  },
};

function choose(choices, name, type) {
  const inputs = choices.map(() => make("input", { type, name }));
  const rows = choices.map(([letter, text], place) => {
    const mark = make("span", { class: "letter", text: letter });
    return make("label", { class: "choice" }, inputs[place], mark, prose("span", "text", text));
  });
  return {
    nodes: rows,
    read() {
      const places = [...inputs.keys()].filter((place) => inputs[place].checked);
      return type === "radio" ? (places[0] ?? null) : places;
    },
    show(response) {
      for (const [place, input] of inputs.entries())
        input.checked = [response].flat().includes(place);
    },
  };
}

function order({ items }) {
  const moved = make("p", { class: "unseen", role: "status" });
  const list = make("ol", { class: "items" });
  const rows = items.map((text) => {
    const [up, down] = ["up", "down"].map((way) =>
      make("button", { type: "button", "aria-label": `Move ${way}: ${text}`, "data-way": way }),
    );
    return make("li", {}, make("div", { class: "item" }, prose("span", "text", text), up, down));
  });

  function move(row, way) {
    const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    // Not the item but its neighbour is taken out and put back, so that the focus stays.
    if (other) row[way === "up" ? "after" : "before"](other);
    const place = [...list.children].indexOf(row) + 1;
    const said = other ? `is now ${place} of ${rows.length}` : `is already ${place}`;
    moved.textContent = `“${items[rows.indexOf(row)]}” ${said}.`;
    markEnds();
  }

  function markEnds() {
    for (const button of list.querySelectorAll("button")) {
      const end = button.dataset.way === "up" ? list.firstChild : list.lastChild;
      button.setAttribute("aria-disabled", end.contains(button));
    }
  }

  list.addEventListener("click", ({ target }) => {
    if (target.dataset.way) move(target.closest("li"), target.dataset.way);
  });
  list.addEventListener("keydown", (event) => {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    move(event.target.closest("li"), way);
  });
  return {
    nodes: [list, moved],
    read: () => [...list.children].map((row) => rows.indexOf(row)),
    show(response) {
      list.replaceChildren(...(response?.map((place) => rows[place]) ?? rows));
      markEnds();
    },
  };
}

function classify({ items, categories }) {
  const selects = items.map(() => {
    const options = categories.map((text, value) => make("option", { value, text }));
    return make("select", {}, make("option", { value: "", text: "choose …" }), ...options);
  });
  const row = (text, place) =>
    make("label", { class: "sorted" }, prose("span", "text", text), selects[place]);
  return {
    nodes: items.map(row),
    read: () => selects.map(({ value }) => (value === "" ? null : Number(value))),
    show(response) {
      for (const [place, select] of selects.entries()) select.value = response?.[place] ?? "";
    },
  };
}

function line(label, unit = "", inputmode = "text") {
  const input = make("input", { type: "text", inputmode, autocomplete: "off", dir: "auto" });
  const after = make("span", { class: "unit", text: unit });
  return {
    nodes: [make("label", { class: "line" }, make("span", { text: label }), input, after)],
    read: () => input.value,
    show: (response) => (input.value = response ?? ""),
  };
}

function reflection() {
  const area = make("textarea", { rows: 5, dir: "auto" });
  return {
    nodes: [make("label", { class: "area" }, make("span", { text: "Your text" }), area)],
    typed: area,
    read: () => area.value,
    show(response) {
      if (!area.dataset.touched) area.value = response ?? "";
    },
  };
}

// Keeps a text while it is being typed; returns how to keep the rest at once.
function keepTyping(area, kernel, saved) {
  let pause = 0;
  let kept = area.value;
  const keep = () => {
    clearTimeout(pause);
    if (area.value !== kept) kernel.ask("draft", (kept = area.value));
  };
  area.addEventListener("input", () => {
    area.dataset.touched = true;
    saved.replaceChildren();
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
  });
  area.addEventListener("blur", keep);
  return keep;
}

function told({ verdict, message, remarks, guess, times }) {
  const nodes = [make("p", { class: "message" }, sign(verdict), prose("span", "", message))];
  if (guess) nodes.unshift(make("h3", { text: "Your guess" }), prose("p", "guess", guess));
  nodes.push(...remarks.map(remark));
  if (times && verdict !== "kept") {
    const text = times === 1 ? "1 attempt so far." : `${times} attempts so far.`;
    nodes.push(make("p", { class: "notes", text }));
  }
  return nodes;
}

function remark({ about, fits, text, error, sources }) {
  const node = make("div", { class: "remark" });
  if (about) node.append(make("p", { class: "about" }, prose("span", "", about)));
  if (about && fits !== null) {
    node.dataset.fits = fits;
    node.firstChild.prepend(sign(fits));
  }
  if (text) node.append(prose("p", "feedback", text));
  if (error) node.append(prose("p", "notes", `Slip in reading: ${error}.`));
  const named = sources.map(({ where, row }) => `${where} (row ${row})`).join("; ");
  const passages = sources.filter(({ passage }) => passage);
  if (passages.length) {
    const quotes = passages.map(({ passage }) => prose("blockquote", "", passage));
    const summary = make("summary", { text: `Read ${named}` });
    node.append(make("details", { class: "passages" }, summary, ...quotes));
  } else if (named) node.append(prose("p", "notes", `See ${named}.`));
  return node;
}

function build(question) {
  const name = `question-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const view = views[question.kind](question, name);
  const check = make("button", { type: "submit", class: "check", text: question.verb });
  const hint = make("button", { type: "button" });
  const hints = make("ol", { class: "hints", "aria-live": "polite", "aria-label": "Hints" });
  const status = make("div", { class: "outcome", role: "status" });
  const saved = make("p", { class: "saved", role: "status" });
  const worked = make("p", { class: "worked", dir: "auto", "aria-live": "polite" });
  const summary = make("summary", { text: question.offer });
  const disclosure = make("details", { class: "offer" }, summary, worked);
  const fieldset = make("fieldset", {}, prose("legend", "stem", question.stem));
  if (question.how) {
    fieldset.append(make("p", { class: "how", id: `${name}-how`, text: question.how }));
    fieldset.setAttribute("aria-describedby", `${name}-how`);
  }
  fieldset.append(...view.nodes);
  const buttons = make("div", { class: "buttons" }, check, hint);
  const rows = [fieldset, buttons, hints, status, saved, disclosure];
  const form = make("form", { class: "course-question" }, ...rows);
  return { form, view, hint, hints, status, saved, worked, disclosure };
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
    ask(what, response) {
      clearTimeout(waiting);
      waiting = setTimeout(admit, PATIENCE);
      try {
        model.send({ ask: what, response });
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
  outcome({ form, status, saved, disclosure }, outcome) {
    disclosure.hidden = !outcome.times || !disclosure.textContent; // a guess has no answer
    if (!outcome.reply) return;
    form.toggleAttribute("data-guessed", Boolean(outcome.guess));
    status.dataset.state = outcome.verdict;
    status.replaceChildren(...told(outcome));
    saved.replaceChildren();
  },
  saved({ view, saved }, { yes, sentence }) {
    saved.dataset.yes = yes;
    // Said once for an answer, but not at each pause in a text that is being typed.
    saved.setAttribute("aria-live", view.typed && yes ? "off" : "polite");
    saved.textContent = sentence ?? "";
  },
  answer({ worked }, text) {
    worked.textContent = text;
  },
};

function render({ model, el }) {
  const question = model.get("question");
  const parts = build(question);
  const { form, view, hint, saved, disclosure } = parts;
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
  const keepRest = view.typed ? keepTyping(view.typed, kernel, saved) : () => {};
  window.addEventListener("pagehide", keepRest);
  for (const type of ["keyup", "focusin"]) form.addEventListener(type, claimKeys);
  const claimFirst = (event) => form.contains(event.target) && claimKeys(event);
  window.addEventListener("keydown", claimFirst, { capture: true }); // before JupyterLab sees it
  // JupyterLab cancels Enter and undo in whatever is inside a cell; it listens at the node itself.
  form.addEventListener("beforeinput", (event) => event.stopPropagation(), { capture: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepRest();
    kernel.ask("check", view.read());
  });
  hint.addEventListener("click", () => {
    if (model.get("hints").length < question.hint_count) kernel.ask("hint");
  });
  disclosure.addEventListener("toggle", () => {
    if (disclosure.open && !model.get("answer")) kernel.ask("answer");
  });
  el.append(form);
  return () => {
    window.removeEventListener("pagehide", keepRest);
    window.removeEventListener("keydown", claimFirst, { capture: true });
    keepRest();
    kernel.close();
  };
}

export default { render };
