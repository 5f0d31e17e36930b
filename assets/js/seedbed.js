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
