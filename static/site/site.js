// Comforts; every page works without them. The combobox follows the ARIA pattern
// (editable, list, no inline completion).
"use strict";

function combobox(root) {
  const input = root.querySelector("input");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const id = `${input.id}-suggestions`;
  let current = -1;
  let asked = 0;
  let timer;

  list.id = id;
  list.className = "search__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.className = "fr-sr-only";
  status.setAttribute("role", "status");
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
  })) input.setAttribute(name, value);
  root.append(list, status);

  function close() {
    list.hidden = true;
    list.replaceChildren();
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function select(index) {
    const options = list.children;
    current = (index + options.length) % options.length;
    for (const [i, option] of [...options].entries()) {
      option.setAttribute("aria-selected", String(i === current));
    }
    input.setAttribute("aria-activedescendant", options[current].id);
  }

  function show(suggestions) {
    close();
    for (const [i, { label, detail, url }] of suggestions.entries()) {
      const option = document.createElement("li");
      option.id = `${id}-${i}`;
      option.dataset.url = url;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(label);
      if (detail) {
        const more = document.createElement("span");
        more.className = "search__detail";
        more.textContent = ` ${detail}`;
        option.append(more);
      }
      list.append(option);
    }
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = suggestions.length
      ? `${suggestions.length} suggestion${suggestions.length > 1 ? "s" : ""}`
      : "Aucune suggestion";
  }

  async function ask() {
    const text = input.value.trim();
    const turn = ++asked;
    if (text.length < 2) return close();
    try {
      const answer = await fetch(`${root.dataset.source}?q=${encodeURIComponent(text)}`);
      const { suggestions } = await answer.json();
      if (turn === asked && document.activeElement === input) show(suggestions);
    } catch {
      close(); // Offline or interrupted: the form itself still answers.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault(); // A browser would also empty the field.
      close();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      select(event.key === "ArrowDown" ? current + 1 : current < 0 ? -1 : current - 1);
    }
    if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      location.assign(list.children[current].dataset.url);
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

function copyButton(button) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Adresse copiée";
  });
}

document.querySelectorAll("[data-combobox]").forEach(combobox);
document.querySelectorAll("[data-copy]").forEach(copyButton);

// What a long field may still take; the server counts an end of line as two characters.
function counter(sentence) {
  const field = document.getElementById(sentence.dataset.counter);
  const most = Number(sentence.dataset.most);

  function refresh() {
    const left = most - [...field.value.trim().replace(/\n/g, "\r\n")].length;
    const number = Math.abs(left).toLocaleString("fr-FR");
    const s = Math.abs(left) > 1 ? "s" : "";
    sentence.textContent = left < 0
      ? `${number} caractère${s} de trop. Rien n’a été coupé.`
      : `Encore ${number} caractère${s}.`;
  }

  field.addEventListener("input", refresh);
  sentence.hidden = false;
  refresh(); // A browser that comes back fills the field itself.
}

// While a page is sent its buttons rest: a comfort, the server itself answers a page once.
function rest(form, pressed) {
  const buttons = [...form.querySelectorAll("[type=submit]:enabled")];
  const label = pressed?.innerHTML;

  function wake() {
    for (const button of buttons) button.disabled = false;
    if (pressed) pressed.innerHTML = label;
  }

  for (const button of buttons) button.disabled = true;
  if (pressed) pressed.textContent = "Envoi…";
  setTimeout(wake, 20000); // The sending was stopped, or answered by a file.
  addEventListener("pageshow", wake, { once: true });
}

// Back asks for the page anew, and fills it as it was: it stays the page that was sent, by its
// number in the history. The server answers it once.
function keepNumber(inputs) {
  const number = history.state?.page ?? inputs[0].value;
  history.replaceState({ ...history.state, page: number }, "");
  for (const input of inputs) input.value = number;
}

const numbers = document.querySelectorAll("input[name=csrfmiddlewaretoken]");
if (numbers.length && !location.pathname.startsWith("/compte/")) keepNumber(numbers);
document.querySelectorAll("[data-counter]").forEach(counter);
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  // Once the browser has read the form: a button that rests is not sent.
  if (target.method === "post" && !defaultPrevented) setTimeout(rest, 0, target, submitter);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
