// Two minutes before the session of the delegation ends, a warning that one click answers.
// The pages of a browser share the moment of the last one that was read.
"use strict";

(() => {
  const script = document.currentScript;
  const lasts = (Number(script.dataset.minutes) - 1) * 60_000; // the server notes a minute at most
  const READ = "session-read-at";
  const OVER = "Votre session est terminée. Envoyez : votre texte vous sera rendu après la connexion.";

  function note() {
    localStorage.setItem(READ, Date.now());
  }

  function left() {
    return Number(localStorage.getItem(READ)) + lasts - Date.now();
  }

  const notice = document.createElement("div");
  const text = document.createElement("p");
  const button = document.createElement("button");
  notice.className = "session-notice";
  notice.setAttribute("role", "alert");
  button.type = "button";
  button.textContent = "Rester connecté";
  notice.append(text, button);

  async function extend() {
    const answer = await fetch(script.dataset.url, { method: "HEAD" });
    if (answer.redirected || !answer.ok) return warn(OVER);
    note();
    notice.remove();
    watch();
  }

  function warn(sentence) {
    text.textContent = sentence;
    if (!notice.isConnected) document.body.prepend(notice);
  }

  function watch() {
    if (left() > 120_000) return setTimeout(watch, Math.min(left() - 120_000, 30_000));
    warn("Votre session se termine dans deux minutes, faute d’activité.");
    setTimeout(look, 5_000);
  }

  // Another page of this browser was read meanwhile, or the session is over.
  function look() {
    if (!notice.isConnected) return;
    if (left() > 120_000) {
      notice.remove();
      watch();
    } else {
      if (left() <= 0) warn(OVER);
      setTimeout(look, 5_000);
    }
  }

  button.addEventListener("click", extend);
  note();
  watch();
})();
