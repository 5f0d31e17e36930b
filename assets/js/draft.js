// An idea is saved as it is typed: to the council, and what cannot be sent is kept in this browser and offered back.
// Without this script a button saves the draft. The page's once-only key names the draft, so that it is one however
// often it is sent, and whatever became of an answer.
const form = document.querySelector("form[data-save]");
const status = document.getElementById("saved");
const offer = document.getElementById("unsaved");
const PAUSE = 1500; // milliseconds without a key after which it is saved
const AGAIN = 15000; // after which it is tried again
const KEPT = 2 * 24 * 3600 * 1000; // for which this browser keeps what could not be sent
const HIDDEN = ["csrf_token", "form_key", "version", "look", "draft_ref"];
const place = (of) => `seedbed-words:${form.dataset.whose}:${of || form.dataset.draft || "new"}`;
const fields = () => [...form.elements].filter((one) => one.name && one.type !== "file" && one.tagName !== "BUTTON" && !HIDDEN.includes(one.name));
let waiting = null;
let sending = null;
let unsent = false;
let over = false;

// What stands in the form now, by name; of radios the one that is chosen.
function words() {
  const found = {};
  for (const field of fields()) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) found[field.name] = field.value;
    } else found[field.name] = field.value;
  }
  return found;
}

const written = (found) => [found.problem, found.proposal, found.title].some((text) => text?.trim());
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function store(entry, of) {
  try {
    if (entry) localStorage.setItem(place(of), JSON.stringify(entry));
    else localStorage.removeItem(place(of));
  } catch {
    // Private browsing, or no room: what is typed is on the page, and is sent as ever.
  }
}

function stored(of) {
  try {
    const entry = JSON.parse(localStorage.getItem(place(of)));
    return entry && Date.now() - entry.at < KEPT ? entry : null;
  } catch {
    return null;
  }
}

// What others, or the same person long ago, left in this browser goes after two days.
function tidy() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith("seedbed-words:")) continue;
      const entry = JSON.parse(localStorage.getItem(name));
      if (!(Date.now() - entry?.at < KEPT)) localStorage.removeItem(name);
    }
  } catch {
    // Nothing to tidy.
  }
}

const say = (sentence) => {
  if (status.textContent !== sentence) status.textContent = sentence;
};
const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

// A token for whoever is signed in now, from this page as it would be shown; null where that is nobody, or somebody else.
async function freshToken() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.querySelector("form[data-save]");
  return shown?.dataset.whose === form.dataset.whose ? shown.elements.csrf_token.value : null;
}

async function post(found) {
  const body = new FormData();
  for (const [name, value] of Object.entries(found)) body.append(name, value);
  for (const name of ["csrf_token", "form_key"]) body.append(name, form.elements[name].value);
  if (form.dataset.draft) body.append("ref", form.dataset.draft);
  sending = new AbortController();
  const headers = { Accept: "application/json" };
  return fetch(form.dataset.save, { method: "POST", body, headers, credentials: "same-origin", signal: sending.signal });
}

async function send(found) {
  let answer = await post(found);
  if (answer.status === 401 || answer.status === 419) {
    const token = await freshToken();
    if (token === null) return { signedOut: true };
    for (const one of document.querySelectorAll("input[name=csrf_token]")) one.value = token;
    answer = await post(found);
  }
  if (answer.status === 409) return { gone: true };
  if (answer.status === 422) return { unreadable: true };
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function keepHere(sentence) {
  unsent = true;
  say(sentence);
  again(AGAIN);
}

function again(pause) {
  clearTimeout(waiting);
  waiting = setTimeout(save, pause);
}

// The draft has a reference now: from here on everything goes to it, the button that sends too.
function take(kept) {
  if (form.dataset.draft) return;
  store(null);
  form.dataset.draft = kept.ref;
  form.action = kept.address;
  history.replaceState(history.state, "", kept.address);
}

async function save() {
  if (over || sending) return again(PAUSE);
  const found = words();
  try {
    const kept = await send(found);
    if (kept.signedOut) return keepHere("You are signed out. This browser keeps what you write: sign in again in another window, and it is saved.");
    if (kept.unreadable) return say("Not saved: something here cannot be kept. Send it to see what.");
    if (kept.gone) {
      over = true;
      return say("This draft was sent or thrown away in another window. What you write here is no longer saved.");
    }
    take(kept);
    unsent = !same(found, words());
    if (unsent) return again(PAUSE);
    store(null);
    say(`Saved at ${clock()}. Only you can see it until you send it.`);
  } catch (why) {
    if (why.name !== "AbortError") keepHere("Not saved yet: no connection. This browser keeps what you write, and it is tried again.");
  } finally {
    sending = null;
  }
}

function typed() {
  if (over) return;
  const found = words();
  if (!form.dataset.draft && !written(found)) return;
  unsent = true;
  store({ at: Date.now(), words: found, key: form.elements.form_key.value });
  again(PAUSE);
}

function putBack(entry) {
  for (const field of fields()) {
    const value = entry.words[field.name];
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
    else if (value !== undefined) field.value = value;
  }
  if (!form.dataset.draft && entry.key) form.elements.form_key.value = entry.key;
  offer.hidden = true;
  form.elements.problem.focus();
  again(0);
}

function offerBack() {
  const now = words();
  if (form.dataset.draft && same(stored("new")?.words, now)) store(null, "new");
  const entry = stored();
  if (!entry || !written(entry.words) || same(entry.words, now)) return store(null);
  document.getElementById("unsaved-words").textContent = (entry.words.problem || entry.words.title || entry.words.proposal).slice(0, 140);
  offer.querySelector("[data-put-back]").addEventListener("click", () => putBack(entry));
  offer.querySelector("[data-let-go]").addEventListener("click", () => {
    store(null);
    offer.hidden = true;
    form.elements.problem.focus();
  });
  offer.hidden = false;
}

// What was written is in: this browser need not keep it.
const sent = document.querySelector("[data-words-sent]");
if (sent) {
  try {
    for (const name of ["new", sent.dataset.wordsSent]) localStorage.removeItem(`seedbed-words:${sent.dataset.whose}:${name}`);
  } catch {
    // Nothing was kept.
  }
}

if (form) {
  tidy();
  offerBack();
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  // Once it is sent nothing is saved beside it; where that fails, this browser still has the words.
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    over = true;
    sending?.abort();
    if (unsent) store({ at: Date.now(), words: words(), key: form.elements.form_key.value });
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) over = false;
  });
  addEventListener("online", () => unsent && again(0));
  addEventListener("beforeunload", (event) => {
    if (unsent && !over) event.preventDefault();
  });
}
