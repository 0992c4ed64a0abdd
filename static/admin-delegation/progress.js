// The bar of a list being read follows its reading; the page is read again when it is over.
"use strict";

(() => {
  const bar = document.getElementById("progress");
  if (!bar) return;
  const look = async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.getElementById("progress");
    if (!there) {
      location.reload();
      return;
    }
    bar.value = there.value;
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
