// What is like the idea that is being typed, shown as it is typed. Without this script it is looked at on sending.
const form = document.querySelector("form[data-alike]");
const place = document.getElementById("alike-place");
const PAUSE = 1200; // milliseconds without a key
const ENOUGH = 20; // letters that say something
let waiting = null;
let asked = "";

const typed = () => ["problem", "proposal", "title"].map((name) => form.elements[name]?.value.trim() || "").join(" ");

async function look() {
  const now = typed();
  if (!place || now.trim().length < ENOUGH || now === asked) return;
  asked = now;
  const body = new FormData(form);
  body.delete("files");
  try {
    const answer = await fetch(form.dataset.alike, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok || typed() !== now) return;
    place.innerHTML = (await answer.json()).html;
    form.elements.look?.remove(); // it was looked at: sending sends
  } catch {
    asked = ""; // the line is away: looked at again, or on sending
  }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE);
});
// Whoever joins another idea joins it with the draft that was kept of these words.
form?.addEventListener("submit", (event) => {
  if (!event.submitter?.formAction?.endsWith("/join") || !form.dataset.draft || form.elements.draft_ref) return;
  const kept = document.createElement("input");
  Object.assign(kept, { type: "hidden", name: "draft_ref", value: form.dataset.draft });
  form.append(kept);
});
