// Draws one question as a form. The kernel judges: the page has neither key, nor feedback, nor
// hints before they are asked for. Every text is set as text, so nothing in it can run.

import { claimKeys, connect, keep, make, mark, page, REFUSED, silence, unique } from "./form.js";

const PAUSE = 800; // milliseconds without a key, after which what was typed is kept
const OTHER = "This browser keeps another version of your answer, which your record does not hold:";
// How our coding sits with the learner's, in shape; the words beside it say the same.
const AGREES = { same: "=", second: "≈", differs: "≠" };
const SIGNS = { right: "✓", "partly right": "◐", wrong: "✗", "not answered": "○", kept: "●" };

// Words of the course, in whichever direction their script runs.
const prose = (tag, name, text) => make(tag, { class: name, dir: "auto" }, text);
const sign = (name) => make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[name]);

// One view for each kind: the nodes to fill in, how to read the response, how to show one again.
// A view with `typed` has a text that is kept as it is typed.
const views = {
  "single choice": (question, name) => choose(question.choices, name, "radio"),
  "multiple choice": (question, name) => choose(question.choices, name, "checkbox"),
  order,
  classify,
  number: ({ unit }) => line("Number", unit, "decimal"),
  "short text": () => line("Answer"),
  reflection(question, name) {
    if (question.groups) return fields(question, name);
    return { ...area(5, "Your text"), typed: true };
  },
  prediction(question, name) {
    if (question.form === "choices") return choose(question.choices, name, "radio");
    return question.form === "value" ? line("Guess", question.unit, "decimal") : area(3, "Guess");
  },
  coding: fields,
  forecast: stepped,
};

function choose(choices, name, type) {
  const inputs = choices.map(() => make("input", { type, name }));
  const rows = choices.map(([letter, text], place) => {
    const before = make("span", { class: "letter" }, letter);
    return make("label", { class: "choice" }, inputs[place], before, prose("span", "text", text));
  });
  return {
    nodes: rows,
    read() {
      const places = [...inputs.keys()].filter((place) => inputs[place].checked);
      return type === "radio" ? (places[0] ?? null) : places;
    },
    show(response) {
      const chosen = [response].flat();
      inputs.forEach((input, place) => (input.checked = chosen.includes(place)));
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
    list.dispatchEvent(new Event("input", { bubbles: true })); // as any control does by itself
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
    const options = categories.map((text, value) => make("option", { value }, text));
    return make("select", {}, make("option", { value: "" }, "choose …"), ...options);
  });
  const row = (text, place) =>
    make("label", { class: "sorted" }, prose("span", "text", text), selects[place]);
  return {
    nodes: items.map(row),
    read: () => selects.map(({ value }) => (value === "" ? null : Number(value))),
    show: (response) => selects.forEach((one, place) => (one.value = response?.[place] ?? "")),
  };
}

// A field for a text, in a label between its name and its unit.
function typing(field, name, label, unit = "") {
  const before = make("span", {}, label);
  return {
    nodes: [make("label", { class: name }, before, field, make("span", { class: "unit" }, unit))],
    read: () => field.value,
    show: (response) => (field.value = response ?? ""),
  };
}

function line(label, unit, inputmode = "text") {
  const look = { type: "text", inputmode, autocomplete: "off", dir: "auto" };
  return typing(make("input", look), "line", label, unit);
}

function area(rows, label) {
  return typing(make("textarea", { rows, dir: "auto" }), "area", label);
}

// Named fields, kept as one text: the JSON of what is written in each. What an earlier form had
// beside them stays in it, and is shown.
function fields({ groups, start = {}, kind }, name) {
  const passage = make("div", { class: "passage" });
  const earlier = prose("p", "earlier notes", "");
  const controls = new Map(); // by the key of a field, as all that follows
  const labels = new Map();
  const ours = new Map(); // and by the name of a group
  const offers = new Map();
  const differing = new Set();
  let [raw, asShown, rest] = ["", "", {}];

  const rows = groups.map(({ name: group, title, blanks }, place) => {
    const heading = prose("p", "title", title);
    heading.id = `${name}-${place}`;
    ours.set(group, make("div", { class: "remarks" }));
    const parts = make("div", { class: "blanks" }, ...blanks.map((each) => blank(each, title)));
    if (!title) return make("div", { class: "group" }, parts);
    parts.lastChild.before(ours.get(group)); // above the reason to keep one's own
    const look = { class: "group titled", role: "group", "aria-labelledby": heading.id };
    return make("div", look, heading, parts);
  });

  function blank({ key, label, kind: filled, choices, unit, draws_on: names }, title) {
    const said = make("p", { class: "ours", id: `${name}-${controls.size}-ours` });
    const control = controlFor(filled, choices);
    control.setAttribute("aria-describedby", said.id);
    controls.set(key, control);
    labels.set(key, title ? `${title} – ${label}` : label);
    ours.set(key, said);
    const lines = [prose("span", "name", label), make("span", { class: "filled" }, control, unit)];
    const offer = make("div", { class: "offers" });
    offers.set(key, { offer, names });
    return make("div", { class: "blank", "data-kind": filled }, make("label", {}, ...lines), said, offer);
  }

  function controlFor(filled, choices) {
    if (filled === "text") return make("textarea", { rows: 3, dir: "auto" });
    if (filled !== "choice") {
      const inputmode = filled === "number" ? "decimal" : "text";
      return make("input", { type: "text", inputmode, autocomplete: "off", dir: "auto" });
    }
    const options = choices.map(([value, text]) => make("option", { value }, text));
    return make("select", {}, make("option", { value: "" }, "choose …"), ...options);
  }
  const optionOf = (key, value) =>
    [...(controls.get(key)?.options ?? [])].find((option) => option.value === value);

  function parse(text) {
    try {
      const found = JSON.parse(text);
      if (found instanceof Object && !Array.isArray(found)) return found;
    } catch {
      // What is no JSON was written by hand, and is shown as it is.
    }
    return text ? { "": text } : start;
  }
  function gather() {
    const pairs = [...controls].map(([key, { value }]) => [key, value]);
    const all = { ...rest, ...Object.fromEntries(pairs.filter(([, value]) => value.trim())) };
    return Object.keys({ ...all, ...start }).length ? JSON.stringify(all) : "";
  }
  function words(text) {
    const line = ([key, value]) => {
      const said = optionOf(key, value)?.text ?? (value?.trim ? value : JSON.stringify(value));
      return [labels.get(key) ?? key, said].filter(Boolean).join(": ");
    };
    return Object.entries(text === undefined ? rest : parse(text)).map(line).join("\n");
  }
  // A reason to keep one's own has its place only where ours differs.
  function reveal() {
    if (kind !== "coding") return;
    for (const [key, control] of controls) {
      const needed = differing.has(key.split(" ")[0]) || control.value;
      if (control.matches("textarea")) control.closest(".blank").hidden = !needed;
    }
  }
  function add(control, text) {
    const between = control.matches("textarea") ? "\n" : "; ";
    control.value = [control.value, text].filter(Boolean).join(between);
    control.dispatchEvent(new Event("input", { bubbles: true })); // as any control does by itself
    control.focus();
  }
  function offerFrom(key, from, text) {
    const use = make("button", { type: "button" }, "Add it here");
    use.addEventListener("click", () => add(controls.get(key), text));
    const summary = make("summary", {}, `From your ${from.replaceAll("-", " ")}`);
    return make("details", { class: "given" }, summary, prose("blockquote", "", text), use);
  }

  const body = make("div", { class: "fields" }, passage, ...rows, earlier);
  body.addEventListener("keydown", (event) => {
    // Enter in a line would show our coding, or commit a number, before that is asked for.
    if (kind !== "reflection" && event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  return {
    nodes: [body],
    typed: true,
    words,
    read: () => (gather() === asShown ? raw : gather()),
    show(response) {
      raw = response ?? "";
      const found = Object.entries(parse(raw));
      const mine = found.filter(([key, value]) => controls.has(key) && typeof value === "string");
      const values = Object.fromEntries(mine);
      rest = Object.fromEntries(found.filter(([key]) => !Object.hasOwn(values, key)));
      for (const [key, control] of controls) {
        const value = values[key] ?? "";
        if (control.options && !optionOf(key, value)) control.append(make("option", { value }, value));
        control.value = value;
      }
      asShown = gather();
      earlier.textContent = Object.keys(rest).length ? `Kept from earlier:\n${words()}` : "";
      reveal();
    },
    beside({ passage: sentences = [], where = [], offered = {}, compared = {} }) {
      const quoted = sentences.map((text) => prose("blockquote", "", text));
      passage.replaceChildren(...quoted, ...where.map((text) => prose("p", "notes", text)));
      for (const [key, { offer, names }] of offers) {
        const there = names.filter((from) => offered[from]);
        if (!offer.firstChild) offer.append(...there.map((from) => offerFrom(key, from, offered[from])));
      }
      for (const [group, { parts, notes, differs }] of Object.entries(compared)) {
        for (const [key, [state, text]] of Object.entries(parts)) {
          const shape = make("span", { class: "shape", "aria-hidden": "true" }, AGREES[state] ?? "");
          ours.get(key).dataset.state = state;
          ours.get(key).replaceChildren(shape, prose("span", "", text));
        }
        ours.get(group).replaceChildren(...notes.map((text) => prose("p", "notes", text)));
        differing[differs ? "add" : "delete"](group);
      }
      reveal();
    },
  };
}

// A form with a probability, which buttons and arrows move within 0 and 100; 50 comes first.
function stepped(question, name) {
  const view = fields(question, name);
  const field = view.nodes[0].querySelector("[inputmode=decimal]");

  function step(by) {
    const now = field.value.trim() ? Number(field.value.replace(",", ".").replace("%", "")) + by : 50;
    if (Number.isNaN(now)) return; // the kernel will say why it is no number
    field.value = Math.min(100, Math.max(0, now));
    field.dispatchEvent(new Event("input", { bubbles: true })); // as any control does by itself
  }
  const buttons = [-5, 5].map((by) => {
    const button = make("button", { type: "button" }, `${Math.abs(by)} ${by < 0 ? "less" : "more"}`);
    button.addEventListener("click", () => step(by));
    return button;
  });
  field.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    step(by);
  });
  field.closest("label").after(make("div", { class: "steps" }, ...buttons));
  return view;
}

function told({ verdict, message, remarks, guess, times }) {
  const nodes = [make("p", { class: "message" }, sign(verdict), prose("span", "", message))];
  if (guess) nodes.unshift(make("h3", {}, "Your guess"), prose("p", "guess", guess));
  nodes.push(...remarks.map(remark));
  if (times && verdict !== "kept") {
    nodes.push(prose("p", "notes", `${times} attempt${times > 1 ? "s" : ""} so far.`));
  }
  return nodes;
}

function remark({ about, fits, text, error, sources }) {
  const node = make("div", { class: "remark", "data-fits": fits });
  const signs = fits === null ? [] : [sign(fits ? "right" : "wrong")];
  if (about) node.append(make("p", { class: "about" }, ...signs, prose("span", "", about)));
  if (text) node.append(prose("p", "feedback", text));
  if (error) node.append(prose("p", "notes", `Slip in reading: ${error}.`));
  const named = sources.map(({ where, row }) => `${where} (row ${row})`).join("; ");
  const quotes = sources.filter(({ passage }) => passage);
  if (quotes.length) {
    const passages = quotes.map(({ passage }) => prose("blockquote", "", passage));
    const summary = make("summary", {}, `Read ${named}`);
    node.append(make("details", { class: "passages" }, summary, ...passages));
  } else if (named) node.append(prose("p", "notes", `See ${named}.`));
  return node;
}

function build(question) {
  const name = `question-${unique()}`;
  const view = views[question.kind](question, name);
  const parts = {
    view,
    check: make("button", { type: "submit", class: "check" }, question.verb),
    hint: make("button", { type: "button" }),
    hints: make("ol", { class: "hints", "aria-live": "polite", "aria-label": "Hints" }),
    status: make("div", { class: "outcome", role: "status", id: `${name}-outcome` }),
    saved: make("p", { class: "saved", role: "status" }),
    another: make("p", { class: "another", role: "status" }),
    worked: make("p", { class: "worked", dir: "auto", "aria-live": "polite" }),
    figure: make("div", { class: "course-figure" }),
  };
  const fieldset = make("fieldset", {}, prose("legend", "stem", question.stem));
  if (question.how) {
    fieldset.append(make("p", { class: "how", id: `${name}-how` }, question.how));
    fieldset.setAttribute("aria-describedby", `${name}-how`);
  }
  fieldset.append(...view.nodes);
  const buttons = make("div", { class: "buttons" }, parts.check, parts.hint);
  const summary = make("summary", {}, question.offer);
  const offer = make("details", { class: "offer" }, summary, parts.worked);
  const rows = [fieldset, buttons, parts.hints, parts.status, parts.saved, parts.another, offer];
  return { ...parts, offer, form: make("form", { class: "course-form course-question" }, ...rows) };
}

// What is no answer yet is said of the group, and of each control that is empty or that is quoted.
function tie(form, view, status, { verdict, message }) {
  const not = verdict === "not answered";
  const told = [form.querySelector(".how"), not && status].filter(Boolean).map(({ id }) => id);
  form.firstChild.setAttribute("aria-describedby", told.join(" "));
  for (const control of form.firstChild.querySelectorAll("select, textarea, [type=text]")) {
    const text = control.value.trim();
    const meant = text ? message.includes(`“${text}”`) : !view.words; // a form may have empty fields
    control.setAttribute("aria-invalid", not && meant);
    control.setAttribute("aria-errormessage", status.id);
  }
}

// A figure is folded until there is a guess to stand beside it.
function unfold(figure) {
  const fold = figure.querySelector(":scope > details");
  if (!fold) return;
  fold.firstChild.remove();
  figure.replaceChildren(make("h3", {}, "The figure"), ...fold.childNodes);
}

// What to do when the kernel changes a trait, and once at the start: a page may be reloaded.
const updates = {
  hints({ hint, hints }, given, total) {
    hints.append(...given.slice(hints.children.length).map((text) => prose("li", "", text)));
    hint.hidden = !total;
    hint.textContent = given.length ? `Hint (${given.length} of ${total})` : "Hint";
    hint.setAttribute("aria-disabled", given.length >= total);
  },
  figure: ({ figure }, html) => figure.replaceChildren(page(html)),
  outcome({ form, view, status, saved, offer, figure }, outcome) {
    offer.hidden = !outcome.times || !offer.textContent; // a guess has no answer
    if (outcome.times) unfold(figure);
    if (!outcome.reply) return;
    form.toggleAttribute("data-guessed", Boolean(outcome.guess));
    status.dataset.state = outcome.verdict;
    status.replaceChildren(...told(outcome));
    tie(form, view, status, outcome);
    saved.replaceChildren();
  },
  saved({ view, saved }, { yes, sentence = "" }) {
    saved.dataset.yes = yes;
    // Said once for an answer, but not at each pause in a text that is being typed.
    saved.setAttribute("aria-live", view.typed && yes ? "off" : "polite");
    saved.textContent = sentence;
  },
  another: ({ another }, text) => (another.textContent = text),
  answer: ({ worked }, text) => (worked.textContent = text),
  beside: ({ view }, value) => view.beside?.(value),
};

// Follows the response in the form, and keeps it in the browser until the kernel has confirmed it.
function follow(model, parts, { verb }, signal) {
  const { form, view, check, status, saved } = parts;
  const store = keep(model.get("place"));
  const read = () => JSON.stringify(view.read());
  let known, noted, sent; // the response as the kernel has it, as the browser has it, as last sent
  let from = []; // marks of all that the record may hold by now
  let kept = true;
  let pause = 0;

  function silent({ ask, response }) {
    if (ask === "draft" && read() === known) return; // a later one was confirmed
    const place = kept ? `Your ${view.typed ? "text" : "answer"} is kept in this browser. ` : REFUSED;
    const words = response === undefined ? silence("No reply") : silence("Not saved yet", place);
    status.dataset.state = "silence";
    status.replaceChildren(make("p", {}, words));
  }
  function confirmed({ response }, yes) {
    if (status.dataset.state === "silence") {
      status.replaceChildren();
      updates.outcome(parts, model.get("outcome"));
    }
    if (response === undefined) return;
    known = JSON.stringify(response);
    if (!yes) return;
    from = from.slice(from.indexOf(mark(known)));
    store.drop(known);
  }
  const ask = connect(model, signal, { silent, confirmed });

  function note() {
    saved.replaceChildren();
    noted = read();
    kept = store.put(noted, from);
    clearTimeout(pause);
  }
  function tell(what) {
    note();
    sent = noted;
    from.push(mark(sent));
    const typed = view.typed ? { window: store.id, known: JSON.parse(known) } : {};
    ask({ ask: what, response: view.read(), ...typed });
  }
  function tellRest() {
    if (view.typed && read() !== sent) tell("draft");
  }
  function restore(entry) {
    const now = read();
    if (entry.text !== now && !entry.from.includes(mark(now))) return offer(entry);
    view.show(JSON.parse(entry.text));
    if (view.typed) tell("draft");
    else if (entry.text !== now) {
      updates.saved(parts, { yes: false, sentence: `Not saved yet: press “${verb}”.` });
    } else if (model.get("saved").yes) store.drop(now);
  }
  // Shows a version that is not in the form; it may change places with the one that is.
  function offer(entry) {
    const words = (text) => {
      const given = JSON.parse(text);
      return view.words?.(given) ?? (typeof given === "string" ? given : "");
    };
    const quote = prose("blockquote", "", words(entry.text));
    const use = make("button", { type: "button" }, "Use this version");
    const remove = make("button", { type: "button" }, "Remove it");
    const buttons = make("div", { class: "buttons" }, use, remove);
    const node = make("div", { class: "other" }, make("p", {}, OTHER), quote, buttons);
    use.addEventListener("click", () => {
      const before = read();
      view.show(JSON.parse(entry.text));
      change();
      store.put((entry.text = before), entry.from, entry.key);
      quote.textContent = words(before);
    });
    remove.addEventListener("click", () => {
      store.drop(entry.text);
      node.remove();
      check.focus();
    });
    form.firstChild.after(node);
  }
  function change() {
    if (read() === noted) return;
    note();
    pause = setTimeout(tellRest, PAUSE);
  }
  return {
    ask,
    tell,
    tellRest,
    change,
    restore: () => store.entries().forEach(restore),
    // What was typed or chosen since is never replaced, and is not what is called saved; nor is a
    // text replaced by one that another window typed without having seen it.
    fill() {
      const { response, window: typedIn, known: seen } = model.get("outcome");
      const unseen = typedIn !== undefined && JSON.stringify(seen) !== known;
      if (known !== undefined && (read() !== known || unseen || typedIn === store.id)) return;
      view.show(response);
      known = noted = sent = read();
      from.push(mark(known));
    },
    holds: () => read() === JSON.stringify(model.get("outcome").response),
  };
}

function render({ model, el, signal }) {
  const question = model.get("question");
  const parts = build(question);
  const { form, figure, hint, offer } = parts;
  const response = follow(model, parts, question, signal);

  for (const [trait, update] of Object.entries(updates)) {
    const refresh = () => {
      const value = model.get(trait);
      if (trait === "outcome") response.fill();
      if (trait === "saved" && value.yes && !response.holds()) return;
      update(parts, value, question.hint_count);
    };
    refresh();
    model.on(`change:${trait}`, refresh);
  }
  response.restore();
  claimKeys(el, signal);
  for (const type of ["input", "change"]) form.addEventListener(type, response.change);
  form.addEventListener("focusout", response.tellRest);
  window.addEventListener("pagehide", response.tellRest, { signal });
  signal.addEventListener("abort", response.tellRest);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    response.tell("check");
  });
  hint.addEventListener("click", () => {
    if (model.get("hints").length < question.hint_count) response.ask({ ask: "hint" });
  });
  offer.addEventListener("toggle", () => {
    if (offer.open && !model.get("answer")) response.ask({ ask: "answer" });
  });
  const beside = make("div", { class: "course-prediction" }, make("div", {}, form), figure);
  el.append(model.get("figure") ? beside : form);
}

export default { render };
