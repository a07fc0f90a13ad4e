/* 回音 Huiyin: what a page does better with a script. Every page works without it.
   Order: words · once-only sending · confirming · drafts · counters · rows · choosing · keys · small things */
(() => {
  "use strict";

  /* words: sentences come translated from the page (ui_words) */
  const source = document.getElementById("ui-words");
  const words = source ? JSON.parse(source.textContent) : {};
  const say = (key, values = {}) => (words[key] || "").replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const two = (number) => String(number).padStart(2, "0");
  const clock = (moment) => `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  const when = (moment) => (moment.toDateString() === new Date().toDateString() ? clock(moment) : `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${clock(moment)}`);

  /* storage may be forbidden: then we carry on without it */
  const keep = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  };

  /* once-only sending: a second press is ignored until an answer comes, or 15 seconds on a bad line */
  function release(form) {
    delete form.dataset.sent;
    all("[data-sending]", form).forEach((button) => { button.removeAttribute("aria-disabled"); delete button.dataset.sending; });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || "again" in form.dataset) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (form.dataset.autosaveKey) leaving(form);
    /* not `disabled`: that would take the pressed button's own value out of what is sent */
    setTimeout(() => all("button:not([type=button]), input[type=submit]", form).forEach((button) => {
      if (button.hasAttribute("aria-disabled")) return;
      button.setAttribute("aria-disabled", "true");
      button.dataset.sending = "1";
    }));
    setTimeout(() => release(form), 15000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest("form"); if (form) release(form); });

  /* what is asked for and still empty is said beside its field, in the server's words (data-needed), before anyone is asked
     to confirm; a complaint goes when it is mended */
  const controlsOf = (part) => all("input:not([type=hidden]), select, textarea", part);
  const answered = (part) => controlsOf(part).some((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim() !== "")) || Boolean(part.parentElement.querySelector("[name^=kept_]"));

  function complain(part) {
    if (!part.querySelector(".error")) {
      const line = document.createElement("p");
      line.className = "error";
      line.textContent = part.dataset.needed;
      const legend = part.querySelector(":scope > legend, :scope > label");
      if (legend) legend.after(line); else part.prepend(line);
    }
    part.classList.add("field--error");
    controlsOf(part).forEach((one) => one.setAttribute("aria-invalid", "true"));
  }

  function mended(part) {
    if (!part || !answered(part)) return;
    part.classList.remove("field--error");
    all(".error", part).forEach((line) => line.remove());
    controlsOf(part).forEach((one) => one.removeAttribute("aria-invalid"));
  }
  ["input", "change"].forEach((name) => document.addEventListener(name, (event) => mended(event.target.closest(".field--error[data-needed]"))));

  function complete(form) {
    const empty = all("[data-needed]", form).filter((part) => !part.closest("[hidden]") && !answered(part));
    empty.forEach(complain);
    if (empty.length) controlsOf(empty[0])[0].focus();
    return empty.length === 0;
  }

  /* confirming: one question before the act that cannot be taken back, and only when the form is whole */
  let asked = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm-dialog]");
    if (button && button !== asked) {
      const dialog = document.querySelector(button.dataset.confirmDialog);
      if (!dialog || !dialog.showModal || !button.form) return;
      event.preventDefault();
      if (!button.formNoValidate && !(button.form.reportValidity() && complete(button.form))) return;
      asked = null;
      dialog.opener = button;
      dialog.showModal();
      return;
    }
    const dialog = event.target.closest("[data-dialog]");
    if (!dialog) return;
    if (event.target.closest("[data-dialog-back]")) dialog.close();
    if (event.target.closest("[data-dialog-go]")) {
      dialog.close();
      asked = dialog.opener;
      if (asked.form.requestSubmit) asked.form.requestSubmit(asked); else asked.click();
      asked = null;
    }
  });

  /* drafts: kept on this device at once, on the server after 1.5 seconds of quiet */
  const SECRET = new Set(["csrfmiddlewaretoken", "password"]);
  const fields = (form) => Array.from(new FormData(form)).filter(([name, value]) => typeof value === "string" && !SECRET.has(name));
  const drafts = new WeakMap();

  function state(form, text) {
    const place = form.querySelector("[data-autosave-state]") || document.querySelector("[data-autosave-state]");
    if (place && text) place.textContent = text;
  }

  function keepHere(form) {
    return keep.set(form.dataset.autosaveKey, { at: new Date().toISOString(), fields: fields(form) });
  }

  function learn(form, answer) {
    /* a first save may give the draft its own address, and any save a new version number */
    if (answer.autosave) form.dataset.autosave = answer.autosave;
    if (answer.action) form.action = answer.action;
    if (answer.page) history.replaceState(null, "", answer.page);
    Object.entries(answer.values || {}).forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
    form.dataset.savedAt = answer.saved_at || new Date().toISOString();
  }

  async function save(form) {
    const draft = drafts.get(form);
    clearTimeout(draft.timer);
    if (!draft.dirty || form.dataset.sent) return;
    if (draft.busy) { draft.again = true; return; }
    draft.dirty = false;
    draft.busy = true;
    draft.stop = new AbortController();
    const here = keepHere(form);
    const now = clock(new Date());
    const body = new FormData(form);
    all("input[type=file]", form).forEach((input) => body.delete(input.name));
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin", signal: draft.stop.signal, headers: { "X-Requested-With": "autosave", Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw Object.assign(new Error("refused"), { refused: true });
      const json = (answer.headers.get("content-type") || "").includes("json");
      learn(form, json ? await answer.json() : {});
      keep.set(form.dataset.autosaveKey, { at: form.dataset.savedAt, fields: fields(form), sent: true });
      state(form, say("saved", { time: now }));
    } catch (error) {
      draft.dirty = true;
      if (error.name !== "AbortError") state(form, here ? say(error.refused ? "refused" : "offline", { time: now }) : say("unstored"));
    } finally {
      draft.busy = false;
      if (draft.again) { draft.again = false; save(form); }
    }
  }

  function leaving(form) {
    const draft = drafts.get(form);
    if (draft) { clearTimeout(draft.timer); if (draft.stop) draft.stop.abort(); }
    keepHere(form);
    try { sessionStorage.setItem("huiyin-sent", form.dataset.autosaveKey); } catch { /* the copy simply stays */ }
  }

  function restore(form, copy) {
    const wanted = new Map();
    copy.fields.forEach(([name, value]) => wanted.set(name, (wanted.get(name) || []).concat(value)));
    all("[data-repeat]", form).forEach((group) => {
      for (let guard = 0; guard < 60; guard += 1) {
        const missing = [...wanted].some(([name, values]) => {
          const have = all("textarea, input, select", form).filter((control) => control.name === name && control.type !== "radio" && control.type !== "checkbox").length;
          return have && have < values.length;
        }) || [...wanted.keys()].some((name) => /-\d+-/.test(name) && !form.elements[name]);
        if (!missing || !addRow(group, false)) break;
      }
    });
    wanted.forEach((values, name) => {
      const controls = all("textarea, input, select", form).filter((control) => control.name === name && control.type !== "file" && control.type !== "hidden");
      controls.forEach((control, index) => {
        if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
        else if (control.multiple) Array.from(control.options).forEach((option) => { option.selected = values.includes(option.value); });
        else if (index < values.length) control.value = values[index];
        control.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
    all("[data-count]", form).forEach(count);
  }

  function offer(form, copy) {
    const box = document.createElement("div");
    box.className = "flash flash--warn";
    box.setAttribute("role", "status");
    const head = document.createElement("b");
    head.textContent = say("newer_head");
    const inner = document.createElement("div");
    const text = document.createElement("p");
    text.textContent = say("newer", { time: when(new Date(copy.at)) });
    const row = document.createElement("div");
    row.className = "button-row";
    [["restore", "button button--small"], ["discard", "button button--small button--text"]].forEach(([key, css]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = css;
      button.textContent = say(key);
      button.addEventListener("click", () => {
        if (key === "restore") { restore(form, copy); state(form, say("restored", { time: when(new Date(copy.at)) })); touch(form); } else keep.drop(form.dataset.autosaveKey);
        box.remove();
      });
      row.append(button);
    });
    inner.append(text, row);
    box.append(head, inner);
    form.prepend(box);
  }

  function touch(form) {
    const draft = drafts.get(form);
    draft.dirty = true;
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(form), 1500);
  }

  function startDraft(form) {
    if (drafts.has(form)) return;
    drafts.set(form, { timer: 0, dirty: false, busy: false, again: false, stop: null });
    form.dataset.autosaveKey = form.dataset.autosaveKey || `huiyin-draft:${form.dataset.autosave}`; /* kept when the address changes */
    const copy = keep.get(form.dataset.autosaveKey);
    const saved = Date.parse(form.dataset.savedAt || "") || 0;
    const same = copy && JSON.stringify(copy.fields.filter(([name]) => form.elements[name])) === JSON.stringify(fields(form));
    const refused = form.querySelector(".flash--bad, [aria-invalid=true]"); /* the page holds what was just sent: nothing is newer */
    if (copy && !same && !refused && !copy.sent && Date.parse(copy.at) > saved) offer(form, copy);
    form.addEventListener("input", () => { keepHere(form); touch(form); });
    form.addEventListener("change", () => touch(form));
    form.addEventListener("focusout", () => save(form));
  }
  window.addEventListener("online", () => all("form[data-autosave]").forEach((form) => drafts.has(form) && save(form)));

  /* a sent draft is forgotten only when a page says that it arrived, or shows it saved at that moment on its way through the
     parts of a form; copies older than 30 days go too */
  function forgetSent() {
    try {
      const key = sessionStorage.getItem("huiyin-sent");
      const sent = key && keep.get(key);
      const forms = all("form[data-autosave]");
      const shown = forms.some((form) => (form.dataset.autosaveKey || `huiyin-draft:${form.dataset.autosave}`) === key);
      const saved = sent && forms.some((form) => Date.parse(form.dataset.savedAt || "") > Date.parse(sent.at) - 5000);
      if (key && !shown && (saved || document.querySelector(".flash--ok"))) { keep.drop(key); sessionStorage.removeItem("huiyin-sent"); }
      Object.keys(localStorage).forEach((name) => {
        const copy = name.startsWith("huiyin-draft:") && keep.get(name);
        if (copy && Date.now() - Date.parse(copy.at) > 30 * 86400000) keep.drop(name);
      });
    } catch { /* nothing was kept */ }
  }

  /* counters */
  function count(control) {
    const place = document.querySelector(`[data-count-for="${control.id}"]`);
    const n = Array.from(control.value).length;
    const max = Number(control.dataset.count);
    if (!place) return;
    place.textContent = n > max ? say("over", { n, max, over: n - max }) : say("count", { n, max });
    place.classList.toggle("is-late", n > max);
  }
  document.addEventListener("input", (event) => { if (event.target.dataset && event.target.dataset.count) count(event.target); });

  /* rows: one more of the same; without script the button named add_row asks the server */
  function addRow(group, focus = true) {
    const rows = all("[data-repeat-row]", group);
    const last = rows[rows.length - 1];
    if (!last) return null;
    const row = last.cloneNode(true);
    const next = rows.length;
    all("*", row).concat(row).forEach((element) => ["id", "name", "for", "aria-describedby", "data-count-for"].forEach((name) => {
      const value = element.getAttribute(name);
      if (!value) return;
      const changed = /-\d+-/.test(value) ? value.replace(/-\d+-/, `-${next}-`) : name === "name" ? value : value.split(" ").map((id) => `${id.replace(/--r\d+$/, "")}--r${next}`).join(" ");
      element.setAttribute(name, changed);
    }));
    all("textarea, select, input:not([type=checkbox]):not([type=radio])", row).forEach((control) => { control.value = ""; control.removeAttribute("aria-invalid"); });
    all("input[type=checkbox], input[type=radio]", row).forEach((control) => { control.checked = false; });
    all(".error, [data-repeat-keep]", row).forEach((element) => element.remove());
    all(".field--error", row).concat(row).forEach((element) => element.classList.remove("field--error"));
    last.after(row);
    all("[data-repeat-row]", group).forEach((one, index) => {
      const place = one.querySelector("[data-repeat-label]");
      if (place) place.textContent = (place.dataset.repeatLabel || "{n}").replace("{n}", index + 1);
    });
    all("input[name$='-TOTAL_FORMS']", group.closest("form")).forEach((total) => { if (group.contains(total) || total.name === `${group.dataset.repeat}-TOTAL_FORMS`) total.value = String(next + 1); });
    all("[data-count]", row).forEach(count);
    const first = row.querySelector("textarea, input:not([type=hidden]), select");
    if (focus && first) first.focus();
    return row;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[name=add_row], [data-repeat-add]");
    const group = button && (button.closest("[data-repeat]") || document.querySelector(`[data-repeat="${button.value}"]`));
    if (group && addRow(group)) event.preventDefault();
  });

  /* choosing: the batch bar appears when something is chosen */
  function batch(form) {
    const bar = form.querySelector("[data-batch]");
    if (!bar) return;
    const boxes = all(".pick input[type=checkbox], td input[type=checkbox]", form);
    const picked = boxes.filter((box) => box.checked);
    bar.hidden = picked.length === 0;
    all("[data-pick-all]", bar).forEach((button) => { button.hidden = picked.length === boxes.length; });
    const place = bar.querySelector("[data-batch-count]");
    if (place) place.textContent = say("picked", { n: picked.length });
    boxes.forEach((box) => box.closest("li, tr").classList.toggle("is-picked", box.checked));
  }
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form) return;
    batch(form);
    if (event.target.type === "radio" || event.target.type === "checkbox") {
      const group = event.target.closest(".choices--box");
      if (group) all(".choice", group).forEach((choice) => choice.classList.toggle("choice--on", choice.querySelector("input").checked));
    }
    if (event.target.dataset.go !== undefined) form.submit();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick-all]");
    if (!button) return;
    all(".pick input[type=checkbox], td input[type=checkbox]", button.form).forEach((box) => { box.checked = true; });
    batch(button.form);
  });
  document.addEventListener("reset", (event) => setTimeout(() => { all(".pick input, td input[type=checkbox]", event.target).forEach((box) => { box.checked = false; }); batch(event.target); }));

  /* finding by typing: a long list of boxes shows the chosen, and while one types what matches (name or first letters);
     a select keeps only what matches */
  function searchBox(label, words) {
    const input = document.createElement("input");
    input.type = "search";
    input.className = "find-choice";
    input.autocomplete = "off";
    input.placeholder = words;
    input.setAttribute("aria-label", `${label} ${words}`.trim());
    return input;
  }
  const matches = (query, text, letters) => { const wanted = query.trim().toLowerCase(); return !wanted || text.toLowerCase().includes(wanted) || (letters || "").includes(wanted); };

  function searchBoxes(list) {
    const field = list.closest("fieldset");
    const legend = field && field.querySelector("legend");
    const input = searchBox(legend ? legend.firstChild.textContent : "", list.dataset.search);
    const rows = all(".choice", list);
    const show = () => {
      const open = field.contains(document.activeElement) || input.value.trim() !== "";
      rows.forEach((row) => { row.hidden = !(row.querySelector("input").checked && !input.value.trim()) && !(open && matches(input.value, row.textContent, row.dataset.find)); });
      all(".choices__head", list).forEach((head) => { let next = head.nextElementSibling; let any = false; while (next && !next.matches(".choices__head")) { any = any || !next.hidden; next = next.nextElementSibling; } head.hidden = !any; });
      list.classList.toggle("is-empty", rows.every((row) => row.hidden));
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && input.value) { input.value = ""; show(); event.stopPropagation(); }
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      const first = input.value.trim() && rows.find((row) => !row.hidden);
      if (first) { first.querySelector("input").click(); input.value = ""; show(); }
    });
    field.addEventListener("focusin", show);
    field.addEventListener("focusout", () => setTimeout(show, 200));
    list.before(input);
    show();
  }

  function searchSelect(select) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const input = searchBox(label ? label.firstChild.textContent : "", select.dataset.search);
    const whole = Array.from(select.children);
    const show = () => {
      const query = input.value.trim();
      const kept = select.value;
      select.replaceChildren(...whole.map((node) => node.cloneNode(true)));
      if (query) all("option", select).forEach((option) => { if (!option.value || !matches(query, option.textContent, option.dataset.find)) option.remove(); });
      all("optgroup", select).forEach((group) => { if (!group.children.length) group.remove(); });
      const found = all("option", select);
      if (query && found.length > 1) select.size = Math.min(found.length + all("optgroup", select).length, 8); else select.removeAttribute("size");
      if (found.some((option) => option.value === kept)) select.value = kept; else if (found.length) select.value = found[0].value;
      else { select.replaceChildren(...whole.map((node) => node.cloneNode(true))); select.value = kept; }
      if (select.value !== kept) select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const close = () => { input.value = ""; show(); };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && select.size) { event.preventDefault(); select.focus(); }
      if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); close(); }
    });
    select.addEventListener("click", () => select.size && close());
    select.addEventListener("keydown", (event) => { if (event.key === "Enter" && select.size) { event.preventDefault(); event.stopPropagation(); close(); } });
    select.addEventListener("blur", () => select.size && close());
    input.addEventListener("blur", () => setTimeout(() => document.activeElement !== select && input.value && close(), 200));
    select.before(input);
  }

  /* keys: single letters, only where a list asks for them, and the reader may turn them off */
  const OFF = "huiyin-keys-off";
  const rowsOf = () => all("[data-keys] > li, [data-keys] > tr:not(.group), [data-keys] > tbody > tr:not(.group)");
  let at = -1;

  function go(step) {
    const rows = rowsOf();
    if (!rows.length) return;
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    if (focused >= 0) at = focused;
    else if (at < 0) at = rows.findIndex((row) => row.classList.contains("is-open"));
    at = Math.min(Math.max(at + step, 0), rows.length - 1);
    rows.forEach((row, index) => row.classList.toggle("is-at", index === at));
    const link = rows[at].querySelector("a");
    if (link) link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
    clearTimeout(opening);
    if (link && link.hasAttribute("hx-get") && !rows[at].classList.contains("is-open")) opening = setTimeout(() => link.click(), 150);
  }

  /* acting beside the list: the open case's form is sent by Enter, and the next case opens by itself */
  let opening = 0;
  const here = () => document.querySelector("form[data-act]");

  function actHere(event) {
    const button = here() && document.querySelector("#pane button[form=act-here]");
    const spot = event.target;
    if (!button || spot.closest("button, summary, textarea, dialog, input:not([type=radio]):not([type=checkbox])")) return false;
    const row = spot.closest("[data-keys] > *");
    if (row ? !row.classList.contains("is-open") || spot.matches("input") : spot.closest("a")) return false;
    event.preventDefault();
    if (!event.repeat) button.click();
    return true;
  }

  /* a digit takes that choice of the first question that is still open */
  function choose(nth) {
    const form = here();
    const groups = form ? all(".choices, select", form).filter((group) => !group.closest("[hidden], details")) : [];
    const open = (group) => (group.matches("select") ? !group.value : !group.querySelector(":checked"));
    const group = groups.find((one) => open(one) && one.closest("[data-needed]")) || groups[0];
    if (!group) return false;
    const one = group.matches("select") ? Array.from(group.options).filter((option) => option.value)[nth - 1] : all("input", group)[nth - 1];
    if (!one) return false;
    if (group.matches("select")) { group.value = one.value; group.dispatchEvent(new Event("change", { bubbles: true })); } else one.click();
    group.scrollIntoView({ block: "nearest" });
    return true;
  }

  /* where an act leads that is taken from the list: the same list with the next case open */
  function onward() {
    const rows = rowsOf();
    const next = rows[rows.findIndex((row) => row.classList.contains("is-open")) + 1];
    const link = next && rows.some((row) => row.classList.contains("is-open")) && next.querySelector("a[hx-get]");
    return link ? link.pathname + link.search + link.hash : "";
  }
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-act]") && onward()) event.target.elements.then.value = onward(); }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-then]");
    const form = here();
    const then = link && (onward() || (form && form.elements.then.value));
    if (then) { const url = new URL(link.href); url.searchParams.set("then", then); link.href = url.href; }
  }, true);

  const acts = {
    j: () => go(1),
    k: () => go(-1),
    x: () => { const box = (rowsOf()[at] || document).querySelector(".pick input, td input[type=checkbox]"); if (box && at >= 0) box.click(); },
    Enter: () => { const link = at >= 0 && rowsOf()[at].querySelector("a"); if (link && !link.contains(document.activeElement)) link.click(); },
    "/": () => { const find = document.querySelector("[data-find]"); if (find && find.offsetParent) find.focus(); },
    "?": () => { const sheet = document.getElementById("all-keys"); if (sheet && sheet.showModal) { sheet.showModal(); return; } const foot = document.getElementById("keys"); if (foot) { foot.scrollIntoView({ block: "center" }); foot.focus(); } },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (!document.querySelector("[data-keys]") || keep.get(OFF)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const asking = document.querySelector("dialog[open]");
    if (asking) {
      const go_on = key === "y" && !event.repeat && asking.querySelector("[data-dialog-go]");
      if (go_on) { event.preventDefault(); go_on.click(); }
      return;
    }
    if (key === "Enter" && actHere(event)) return;
    if (/^[1-9]$/.test(key) && event.target.closest("form[data-act] select") && choose(Number(key))) { event.preventDefault(); return; }
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return;
    const button = /^[a-z]$/.test(key) && all(`[data-key="${key}"]`).find((one) => one.getClientRects().length);
    if (button) { event.preventDefault(); if (!event.repeat) button.click(); return; }
    if (/^[1-9]$/.test(key) && choose(Number(key))) { event.preventDefault(); return; }
    if (!acts[key] || (key === "Enter" && event.target.closest("a, button, summary, input"))) return;
    if (key !== "Enter") event.preventDefault();
    acts[key]();
  });

  function keysSwitch() {
    all("[data-keys-switch]").forEach((button) => {
      button.hidden = false;
      button.textContent = say(keep.get(OFF) ? "keys_on" : "keys_off");
    });
  }

  /* questions that depend on another's answer: shown always without a script */
  function asked_for(form) {
    all("[data-when]", form).forEach((part) => {
      const wanted = part.dataset.whenIs.split(" ");
      const chosen = all(`[name="${part.dataset.when}"]`, form).filter((one) => (one.type !== "radio" && one.type !== "checkbox") || one.checked).map((one) => one.value);
      part.hidden = !chosen.some((value) => wanted.includes(value)) && !part.querySelector(".field--error");
    });
  }
  document.addEventListener("change", (event) => { if (event.target.form) asked_for(event.target.form); });

  /* a text to be pasted elsewhere; where the clipboard is shut (no TLS), it is marked and copied the old way */
  async function copy(button) {
    const text = document.getElementById(button.dataset.copy);
    text.focus();
    text.select();
    try { await navigator.clipboard.writeText(text.value); } catch { if (!document.execCommand("copy")) return; }
    button.textContent = button.dataset.copied;
  }

  /* small things */
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-copy]")) copy(event.target.closest("[data-copy]"));
    if (event.target.closest("[data-keys-switch]")) { if (keep.get(OFF)) keep.drop(OFF); else keep.set(OFF, true); keysSwitch(); }
    if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
    all("details.who[open], details.more[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details.who[open], details.more[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });

  /* the row whose case stands in the reading pane */
  document.addEventListener("htmx:afterSwap", (event) => {
    const link = event.detail.requestConfig && event.detail.requestConfig.elt;
    const row = link && link.closest(".todo > li");
    if (!row) return;
    all(".todo > li").forEach((one) => { one.classList.toggle("is-open", one === row); const a = one.querySelector("a"); if (a) a.removeAttribute("aria-current"); });
    link.setAttribute("aria-current", "true");
  });

  /* a receipt's QR code holds number and code behind the #, which never travels: they are filled in here, and sent by the form */
  function receipt(form) {
    const found = /^#([^.]+)\.([0-9a-z]{8})$/.exec(decodeURIComponent(location.hash));
    if (!found || !form.elements.number || form.elements.number.value) return;
    history.replaceState(null, "", location.pathname);
    [form.elements.number.value, form.elements.code.value] = [found[1], found[2]];
    form.requestSubmit();
  }

  function start(root) {
    all("form[data-receipt]", root).forEach(receipt);
    all("form[data-autosave]", root).forEach(startDraft);
    all("[data-count]", root).forEach(count);
    all("form", root).forEach(batch);
    all("form", root).forEach(asked_for);
    all(".choices[data-search]", root).forEach((list) => list.parentElement.querySelector(":scope > .find-choice") || searchBoxes(list));
    all("select[data-search]", root).forEach((select) => (select.previousElementSibling && select.previousElementSibling.matches(".find-choice")) || searchSelect(select));
    all("[data-copy]", root).forEach((button) => { button.hidden = false; });
    all("[data-print]", root).forEach((button) => { button.hidden = false; });
    keysSwitch();
  }
  const begin = () => {
    forgetSent();
    start(document);
    const summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
  document.addEventListener("htmx:load", (event) => start(event.target));
})();
