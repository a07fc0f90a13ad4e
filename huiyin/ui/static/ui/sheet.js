/* The sheet of a meeting: what is written is kept in this device's storage first, and sent when there is a network. Works on plain http;
   nothing is taken off the device before the server has answered for that very line. */
(() => {
  "use strict";
  const page = document.getElementById("sheet");
  if (!page) return;
  const name = `huiyin-sheet:${page.dataset.sheet}`;
  const words = JSON.parse(document.getElementById("sheet-words").textContent);
  const one = (where, from = page) => from.querySelector(where);
  const all = (where, from = page) => Array.from(from.querySelectorAll(where));
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const status = one("[data-status]"), list = one("[data-list]"), send = one("[data-send]");
  let busy = false;

  const read = () => { try { return JSON.parse(localStorage.getItem(name)) || { lines: [], drafts: {} }; } catch { return { lines: [], drafts: {} }; } };
  const write = (sheet) => {
    try { localStorage.setItem(name, JSON.stringify(sheet)); return true; } catch { status.textContent = words.full; return false; }
  };
  const change = (how) => { const sheet = read(); how(sheet); return write(sheet); };
  /* crypto.randomUUID is for pages with TLS only */
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

  function add(step, facts, label) {
    const line = { key: key(), step, facts, at: new Date().toISOString(), label, state: "kept", said: "" };
    const done = change((sheet) => sheet.lines.push(line));
    if (done) draw();
    return done;
  }

  function waiting(sheet) { return sheet.lines.filter((line) => line.state === "kept" || line.state === "bad"); }

  function draw() {
    const sheet = read();
    list.replaceChildren(...sheet.lines.slice().reverse().map(item));
    one("[data-nothing]").hidden = sheet.lines.length > 0;
    one("[data-clear]").hidden = !sheet.lines.some((line) => !waiting(sheet).includes(line));
    const kept = new Map(sheet.lines.filter((line) => line.step === "members").map((line) => [String(line.facts.members[0]), line]));
    all("[data-members] input").forEach((box) => {
      const line = kept.get(box.value);
      if (line) { box.checked = true; box.disabled = line.state !== "kept" && line.state !== "bad"; }
    });
    say();
  }

  function item(line) {
    const row = document.createElement("li"), tag = document.createElement("span"), text = document.createElement("span");
    text.textContent = `${line.label} `;
    tag.className = `tag${{ done: " tag--done", same: " tag--done", held: " tag--soon", bad: " tag--late" }[line.state] || ""}`;
    tag.textContent = words[line.state] || line.state;
    row.append(text, tag);
    if (line.said) { const why = document.createElement("small"); why.textContent = line.said; row.append(why); }
    if (line.state === "kept" || line.state === "bad") {
      const button = document.createElement("button");
      button.type = "button"; button.className = "button button--small"; button.textContent = words.remove; button.dataset.remove = line.key;
      button.setAttribute("aria-label", `${words.remove} ${line.label}`);
      row.append(" ", button);
    }
    return row;
  }

  function say(text) {
    const n = waiting(read()).length;
    const net = navigator.onLine ? words.online : words.offline;
    status.textContent = text || `${net} ${n ? filled(words.left, { n }) : words.none}`;
  }

  /* writing */
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form === send) { event.preventDefault(); deliver(); return; }
    if (!form.dataset.step) return;
    event.preventDefault();
    const facts = Object.fromEntries(all("[name]", form).map((control) => [control.name, control.value.trim()]));
    const lacks = all("[name]", form).find((control) => {
      const needed = "needs" in control.dataset || (control.dataset.needsIf || "").split(" ").includes(facts.came);
      return needed && !facts[control.name];
    });
    if (lacks) { say(filled(words.empty, { label: one(`label[for="${lacks.id}"]`).textContent })); status.scrollIntoView({ block: "center" }); lacks.focus(); return; }
    if (form.dataset.step === "guests") { facts.names = facts.body ? `${facts.names}，${facts.body}` : facts.names; delete facts.body; }
    const label = { guests: facts.names, speak: `${facts.name}：${(facts.words || "").slice(0, 40)}`, issue: facts.question }[form.dataset.step];
    if (!add(form.dataset.step, facts, label)) return;
    all("[name]:not([data-stays])", form).forEach((control) => { control.value = control.tagName === "SELECT" ? control.options[0].value : ""; });
    change((sheet) => { delete sheet.drafts[form.dataset.step]; });
    one("input, textarea", form).focus();
  });

  /* half a sentence is kept, too */
  page.addEventListener("input", (event) => {
    const control = event.target, form = control.form;
    if ("findMember" in control.dataset) {
      all("[data-members] [data-name]").forEach((row) => { row.hidden = Boolean(control.value) && !row.dataset.name.includes(control.value.trim()); });
    } else if (form && form.dataset.step) {
      change((sheet) => { (sheet.drafts[form.dataset.step] ||= {})[control.name] = control.value; });
    }
  });

  page.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.closest("[data-members]")) return;
    const label = box.closest("[data-name]").dataset.name;
    if (box.checked) { if (!add("members", { members: [box.value] }, label)) box.checked = false; return; }
    change((sheet) => { sheet.lines = sheet.lines.filter((line) => line.step !== "members" || String(line.facts.members[0]) !== box.value || (line.state !== "kept" && line.state !== "bad")); });
    draw();
  });

  page.addEventListener("click", (event) => {
    const gone = event.target.dataset && event.target.dataset.remove;
    if (gone) {
      const line = read().lines.find((row) => row.key === gone);
      change((sheet) => { sheet.lines = sheet.lines.filter((row) => row.key !== gone); });
      if (line && line.step === "members") { const box = one(`[data-members] input[value="${line.facts.members[0]}"]`); if (box) box.checked = false; }
      draw();
    }
    if ("clear" in (event.target.dataset || {}) && window.confirm(words.clear_sure)) {
      change((sheet) => { sheet.lines = waiting(sheet); });
      draw();
    }
  });

  /* sending: a line leaves the waiting ones only when the server has answered for it */
  const post = (lines) => fetch(window.location.pathname, {
    method: "POST", credentials: "same-origin", redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": one("[name=csrfmiddlewaretoken]").value }, body: JSON.stringify({ lines }),
  });
  const turnedAway = (answer) => answer.type === "opaqueredirect" || answer.status === 403;

  /* whoever signed in anew has a new token: it is taken from a new copy of this page, and what is written here stays */
  async function tokenAgain() {
    const answer = await fetch(window.location.pathname, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#sheet [name=csrfmiddlewaretoken]");
    if (there) one("[name=csrfmiddlewaretoken]").value = there.value;
    return Boolean(there);
  }

  async function deliver() {
    const lines = waiting(read()).map(({ key: k, step, facts, at }) => ({ key: k, step, facts, at }));
    if (busy || !lines.length) { say(); return; }
    busy = true;
    say(words.sending);
    try {
      let answer = await post(lines.slice(0, 500));
      if (turnedAway(answer) && await tokenAgain()) answer = await post(lines.slice(0, 500));
      if (turnedAway(answer)) { say(words.sign_in); return; }
      const told = await answer.json();
      if (!answer.ok) { say(told.said || words.failed); return; }
      const states = new Map(told.lines.map((line) => [line.key, line]));
      change((sheet) => sheet.lines.forEach((line) => { const got = states.get(line.key); if (got) { line.state = got.state; line.said = got.said; } }));
      draw();
      const count = (state) => told.lines.filter((line) => line.state === state).length;
      say(filled(words.answered, { done: count("done"), same: count("same"), held: count("held") }));
    } catch { say(words.failed); } finally { busy = false; }
  }

  window.addEventListener("online", () => say());
  window.addEventListener("offline", () => say());
  window.addEventListener("storage", (event) => { if (event.key === name) draw(); });
  const drafts = read().drafts;
  all("form[data-step]").forEach((form) => Object.entries(drafts[form.dataset.step] || {}).forEach(([field, value]) => {
    const control = one(`[name="${field}"]`, form);
    if (control) control.value = value;
  }));
  draw();
})();
