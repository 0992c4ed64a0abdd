// « Ma collectivité » stays in this browser: its address and its name, nothing is sent.
"use strict";

const MINE = "ma-collectivite";

function mine() {
  try {
    return JSON.parse(localStorage.getItem(MINE));
  } catch {
    return null; // No storage here, or not ours: the address still answers.
  }
}

function keepButton(button) {
  const url = button.dataset.mineKeep;
  const name = document.querySelector("h1").textContent;

  button.hidden = mine()?.url === url;
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(MINE, JSON.stringify({ url, name }));
      button.textContent = "Retenue sur cet appareil";
    } catch {
      button.textContent = "Ce navigateur ne retient rien";
    }
  });
}

function offer(root) {
  const own = mine();
  const link = root.querySelector("[data-mine-link]");

  if (!own?.url?.startsWith("/ma-collectivite/")) return;
  link.href = own.url;
  link.textContent = `Retrouver ${own.name}`;
  root.hidden = false;
  root.querySelector("[data-mine-forget]").addEventListener("click", () => {
    localStorage.removeItem(MINE);
    root.hidden = true;
  });
}

document.querySelectorAll("[data-mine-keep]").forEach(keepButton);
document.querySelectorAll("[data-mine]").forEach(offer);
