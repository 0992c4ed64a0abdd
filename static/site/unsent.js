// What is typed in a form and not sent is not left without a warning of the browser. Loaded by the
// pages of the posts and of the delegation alone: the lists of the admin, that one ticks, have none.
"use strict";

(() => {
  const refused = [...document.forms].filter((form) => form.querySelector(".fr-error-text, .errorlist"));
  const unsent = new Set(refused.filter((form) => form.method === "post"));

  addEventListener("input", ({ target: { form } }) => {
    if (form?.method === "post" && form.id !== "changelist-form") unsent.add(form);
  });
  addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented) unsent.delete(target);
  });
  addEventListener("beforeunload", (event) => {
    if (unsent.size) event.preventDefault();
  });
})();
