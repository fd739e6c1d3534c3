"use strict";
const at = (id) => document.getElementById(id);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const written = (number) => number.toLocaleString(document.documentElement.lang, {
  useGrouping: false, maximumFractionDigits: 9,
});
const post = (address, content) => fetch(address, {
  method: "POST",
  headers: { "content-type": "application/json", "x-grader": "review" },
  body: JSON.stringify(content),
});

// Single keys can be in the way of speech control and the like: they can be switched off.
const keys = at("keys");
keys.checked = localStorage.getItem("keys") !== "off";
const showKeys = () => document.body.classList.toggle("no-keys", !keys.checked);
showKeys();
keys.addEventListener("change", () => {
  localStorage.setItem("keys", keys.checked ? "on" : "off");
  showKeys();
});

const form = at("form");
const acts = { n: () => leave("next"), p: () => leave("previous"), l: () => leave("list") };
let leave = (id) => { if (at(id)) location.assign(at(id).href); };
let choose = () => {};
let insert = () => {};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.id === "comment") event.target.blur();
  const writes = event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
  if (!keys.checked || writes || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  const act = digit === undefined
    ? acts[event.key.toLowerCase()]
    : () => (event.shiftKey ? insert(Number(digit) - 1) : choose(Number(digit) - 1));
  if (!act) return;
  event.preventDefault();
  act();
});

if (form) {
  const levels = [...form.querySelectorAll("[name=level]")];
  const other = at("other");
  const comment = at("comment");
  const saved = at("saved");
  const byMachine = form.dataset.machine === "yes";
  const texts = JSON.parse(form.dataset.texts);
  const most = Number(form.dataset.most);
  let known = JSON.parse(form.dataset.state);
  let snippets = JSON.parse(form.dataset.snippets);
  let points = known.points;
  let dirty = false;
  let sending = null;

  // A screen reader reads this out: it changes only where there is something new.
  const say = (sentence, trouble = false) => {
    if (saved.textContent !== sentence) saved.textContent = sentence;
    saved.classList.toggle("trouble-said", trouble);
  };
  const showPoints = (text) => {
    for (const level of levels) level.checked = points !== null && Number(level.value) === points;
    const onLevel = levels.some((level) => level.checked);
    if (text !== other.value) other.value = text ?? (points === null || onLevel ? "" : written(points));
  };
  const show = () => {
    at("shown").innerHTML = known.shown;
    if (!known.by) say(texts.open);
    else if (known.points === null) say(texts.without);
    else {
      const values = { points: written(known.points), most: written(most), by: known.by };
      say(fill(texts.saved, values));
    }
  };

  // Whoever types must not wait, and what is sent must arrive in its order: one at a time, the
  // last state counts.
  const send = async () => {
    while (dirty) {
      dirty = false;
      const content = {
        version: known.version, subject: known.subject, points, comment: comment.value,
      };
      try {
        const answer = await post(`/decide${form.dataset.address}`, content);
        if (answer.ok) {
          known = await answer.json();
          if (!dirty) show();
        } else if (answer.status === 409) {
          meet(await answer.json(), content);
          return false;
        } else {
          say(fill(texts.failed, { why: await answer.text() }), true);
          return false;
        }
      } catch {
        dirty = true;
        say(texts.silent, true);
        return false;
      }
    }
    return true;
  };
  const save = () => {
    dirty = points !== known.points || comment.value !== known.comment || sending !== null;
    if (byMachine && points !== null && !comment.value.trim()) {
      say(texts.reason, true);
    } else if (dirty) sending ??= send().finally(() => { sending = null; });
    else show();
  };

  const inWords = (given, text) => {
    const said = given === null ? texts.none : fill(texts.points, { points: written(given) });
    return `${said}\n${text}`;
  };
  const meet = ({ theirs, changed }, mine) => {
    say(texts.unsaved, true);
    if (changed) {
      at("changed").showModal();
      return;
    }
    at("their-name").textContent = theirs.by;
    at("theirs").textContent = inWords(theirs.points, theirs.comment);
    at("mine").textContent = inWords(mine.points, mine.comment);
    at("take-mine").onclick = () => {
      known.version = theirs.version;
      at("conflict").close();
      save();
    };
    at("conflict").showModal();
  };
  const again = () => { dirty = false; location.reload(); };
  at("take-theirs").addEventListener("click", again);
  at("show-now").addEventListener("click", again);
  at("conflict").addEventListener("cancel", (event) => event.preventDefault());
  at("changed").addEventListener("cancel", (event) => event.preventDefault());

  leave = async (id) => {
    if (!(await (sending ?? true)) || dirty) return;
    location.assign(at(id).href);
  };
  for (const id of ["list", "previous", "next"]) {
    at(id).addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      leave(id);
    });
  }
  addEventListener("beforeunload", (event) => { if (dirty || sending) event.preventDefault(); });

  const give = (value, text) => {
    points = value;
    showPoints(text);
    save();
  };
  choose = (index) => {
    if (index < 0) give(null);
    else if (levels[index]) give(Number(levels[index].value));
  };
  for (const level of levels) level.addEventListener("change", () => give(Number(level.value)));
  other.addEventListener("input", () => {
    const text = other.value.trim().replace(",", ".");
    const value = text === "" ? null : Number(text);
    if (Number.isNaN(value) || value < 0 || value > most) {
      say(fill(texts.range, { most: written(most) }), true);
    } else give(value, other.value);
  });
  comment.addEventListener("input", save);
  form.addEventListener("submit", (event) => event.preventDefault());

  insert = (index) => {
    if (!snippets[index]) return;
    comment.value = [comment.value.trimEnd(), snippets[index]].filter(Boolean).join("\n\n");
    save();
  };
  const button = (text, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const showSnippets = () => {
    at("kept").hidden = !snippets.length;
    at("snippets").replaceChildren(...snippets.map((text, index) => {
      const line = document.createElement("li");
      const use = button(text, "use", () => insert(index));
      const key = document.createElement("kbd");
      key.textContent = `⇧${index + 1}`;
      use.prepend(key, " ");
      const drop = button(texts.remove, "drop", () => keep(text, false));
      drop.setAttribute("aria-label", fill(texts.removing, { text }));
      line.append(use, drop);
      return line;
    }));
  };
  const keep = async (text, kept) => {
    const address = `/snippets/${encodeURIComponent(form.dataset.criterion)}`;
    const answer = await post(address, { text, keep: kept });
    if (!answer.ok) {
      say(await answer.text(), true);
      return;
    }
    snippets = await answer.json();
    showSnippets();
    say(kept ? texts.kept : texts.removed);
  };
  const undo = async () => {
    await (sending ?? true);
    const answer = await post("/undo", {});
    if (answer.ok) {
      dirty = false;
      location.assign((await answer.json()).address);
    } else if (answer.status === 409) {
      say(fill(texts.undone, { by: (await answer.json()).theirs.by }), true);
    } else say(await answer.text(), true);
  };
  at("keep").addEventListener("click", () => keep(comment.value, true));
  at("undo").addEventListener("click", undo);
  at("back").addEventListener("click", () => choose(-1));
  acts.c = () => comment.focus();
  acts.k = () => keep(comment.value, true);
  acts.u = undo;

  comment.value = known.comment;
  showPoints();
  show();
  showSnippets();
}
