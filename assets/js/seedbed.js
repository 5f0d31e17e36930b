// The little JavaScript there is. Every page works without it; with it, a few things are nearer to hand.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink]) {
  createAll(component);
}

// The person's menu closes when one looks elsewhere.
const menu = document.querySelector("details.person");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// What only a script can do is hidden until there is one: printing, copying, keys.
for (const hidden of document.querySelectorAll("[data-print], [data-copy], [data-keys], [data-keys-switch]")) hidden.hidden = false;
// What is folded is there on paper, also where a style sheet cannot open it.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
  for (const folded of unfolded) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const folded of unfolded) folded.open = false;
});

document.addEventListener("click", async (event) => {
  const pressed = event.target.closest("[data-print], [data-copy]");
  if (!pressed) return;
  event.preventDefault();
  if (pressed.hasAttribute("data-print")) return window.print();
  await navigator.clipboard.writeText(pressed.dataset.copy);
  pressed.textContent = "Copied";
});

// Keys at a desk: data-key="j" on a link presses it, on a field goes there, on a radio chooses it. They can be turned
// off (WCAG 2.1.4), and never act while somebody types.
const stored = "seedbed-keys";
const typing = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
const remembered = () => {
  try {
    return localStorage.getItem(stored) !== "off";
  } catch {
    return true;
  }
};
let listening = remembered();

function act(element) {
  if (element.matches("input[type=radio], input[type=checkbox]")) element.click();
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form[data-send-key]")?.requestSubmit();
    return;
  }
  if (!listening || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  act(wanted);
});

// The letter as it will go, shown anew whenever what it is made of changes; without a script a button asks for it.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const button = form.querySelector("button[name=preview]");
  let asking = null; // once the form itself is on its way there is no letter left to show
  form.addEventListener("submit", () => asking?.abort());
  form.addEventListener("change", async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const sent = { method: "POST", body: new FormData(form, button), credentials: "same-origin", signal: asking.signal };
      const answer = await fetch(form.action, sent);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const letter = page.getElementById("as-it-goes");
      if (letter) document.getElementById("as-it-goes").replaceChildren(...letter.childNodes);
    } catch {
      // Given up for a later change, or no connection: the letter stays as it was.
    }
  });
}

for (const button of document.querySelectorAll("[data-keys-switch]")) {
  const say = () => {
    button.textContent = listening ? "Turn keys off" : "Turn keys on";
  };
  say();
  button.addEventListener("click", () => {
    listening = !listening;
    try {
      localStorage.setItem(stored, listening ? "on" : "off");
    } catch {
      // Private browsing: the choice lasts as long as the page.
    }
    say();
  });
}

// What takes longer than the page is brought behind it; its link leads there too.
for (const place of document.querySelectorAll("[data-piece]")) {
  fetch(place.dataset.piece, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
    .then((brought) => {
      place.innerHTML = brought.html;
    })
    .catch(() => {}); // the link stays
}

// What somebody typed into a form and did not send stands there again when they come back to it in this window: after
// another link, a button of another form, an answer that never came. It is kept by person, and goes once it is sent or
// they sign out. A form that comes back with the words in it was not taken; a field that shows something else by now is
// left as it is shown. At a door without an account only what was sent is kept, for an hour, until a page says that it
// came: with the form's once-only key, so that sent again after an answer that was lost it is one. What was only typed
// there is kept nowhere, since the next person at that screen is somebody else.
const DOOR = "door";
const HOUR = 3600 * 1000;
const whose = menu?.dataset.whose ?? (document.querySelector("form[data-door]") ? DOOR : undefined);
const TYPED = "seedbed-typed:";
const cameIn = document.querySelector("[data-door-sent], .notice[role=status]");
const cameBack = ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);
const written = (form) => [...form.elements].filter((one) => one.name && one.matches("textarea, input[type=text], input[type=email], select"));
const radios = (form) => [...form.elements].filter((one) => one.type === "radio");
const shownIn = (field) => field.defaultValue ?? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value;
const addressOf = (form) => new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
const placeOf = (form) => `${TYPED}${whose}:${location.pathname}:${addressOf(form)}`;

// Whether a form is the answer to what was sent and not taken: its words stand in it as they were typed.
const isAnswer = (form, kept) => written(form).some((one) => one.matches("textarea") && kept.fields[one.name]?.typed === one.defaultValue);

function putBack(form, kept) {
  const back = written(form).filter((one) => kept.fields[one.name] && kept.fields[one.name].shown === shownIn(one));
  for (const field of back) {
    field.value = kept.fields[field.name].typed;
    const folded = field.closest("details");
    if (folded && !field.matches("select")) folded.open = true;
  }
  if (!back.length) return;
  for (const radio of radios(form)) {
    const isChosen = whose !== DOOR && radios(form).some((one) => one.name === radio.name && one.defaultChecked);
    if (!isChosen && kept.chosen[radio.name] === radio.value) radio.click();
  }
  if (whose === DOOR && kept.key) form.elements.form_key.value = kept.key;
  form.insertAdjacentHTML("afterbegin", '<p class="hint" role="status">What you typed here before stands here again. <button class="as-link" type="button">Clear it</button></p>');
  const told = form.firstElementChild;
  told.querySelector("button").addEventListener("click", () => {
    told.remove();
    sessionStorage.removeItem(placeOf(form));
    form.reset();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function keepTyped(form) {
  const place = placeOf(form);
  const before = JSON.parse(sessionStorage.getItem(place));
  const shownFirst = (field) => before?.fields[field.name]?.shown ?? shownIn(field);
  const keep = (more) => {
    const changed = written(form).filter((one) => one.value !== shownFirst(one));
    if (!changed.some((one) => one.matches("textarea"))) return sessionStorage.removeItem(place);
    const fields = Object.fromEntries(changed.map((one) => [one.name, { shown: shownFirst(one), typed: one.value }]));
    const chosen = Object.fromEntries(radios(form).filter((one) => one.checked).map((one) => [one.name, one.value]));
    return sessionStorage.setItem(place, JSON.stringify({ fields, chosen, key: form.elements.form_key?.value, ...more }));
  };
  if (whose !== DOOR) for (const name of ["input", "change"]) form.addEventListener(name, () => keep());
  form.addEventListener("submit", () => keep({ sent: true, at: Date.now() }));
  if (before && !isAnswer(form, before)) putBack(form, before);
}

try {
  const kind = whose === DOOR ? "form[data-door]" : "form[method=post]:not([data-save])";
  const all = whose ? [...document.querySelectorAll(kind)] : [];
  const forms = all.filter((form) => form.querySelector("textarea") && all.filter((one) => addressOf(one) === addressOf(form)).length === 1);
  for (const place of Object.keys(sessionStorage)) {
    const kept = place.startsWith(TYPED) ? JSON.parse(sessionStorage.getItem(place)) : {};
    if (place.startsWith(`${TYPED}${DOOR}:`)) {
      if (cameIn || !(Date.now() - kept.at < HOUR)) sessionStorage.removeItem(place);
      continue;
    }
    const back = forms.find((form) => placeOf(form) === place && isAnswer(form, kept));
    if (kept.sent && (back || cameBack)) sessionStorage.setItem(place, JSON.stringify({ ...kept, sent: false }));
    else if (kept.sent) sessionStorage.removeItem(place);
  }
  forms.forEach(keepTyped);
  for (const form of document.querySelectorAll("form[action='/sign-out']")) {
    form.addEventListener("submit", () => {
      for (const place of Object.keys(sessionStorage)) if (place.startsWith(TYPED)) sessionStorage.removeItem(place);
    });
  }
} catch {
  // No room, or a browser that keeps nothing: what is typed lasts as long as its page.
}
