// Pages work without this. It changes the filter without a blank moment in between, and copies.
let serial = 0;
const showCopy = () => document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
showCopy();
const main = () => document.querySelector("main");
const open = async (href, push) => {
  const turn = ++serial;
  const at = document.activeElement;
  const section = at?.closest("[aria-labelledby]")?.getAttribute("aria-labelledby");
  const words = at?.closest("a")?.textContent.replace("Chosen: ", "");
  const unfolded = [...document.querySelectorAll("details[open][id]")].map((one) => one.id);
  let page;
  try {
    const response = await fetch(href, { headers: { accept: "text/html" } });
    if (!response.ok) throw response.status;
    page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (turn !== serial) return;
    if (push) history.pushState(null, "", response.url);
    document.title = page.title;
    for (const part of ["nav", "main", "footer"]) document.querySelector(part).replaceWith(page.querySelector(part));
  } catch {
    if (turn === serial) location.href = href;
    return;
  }
  showCopy();
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  const same = words && [...document.querySelectorAll(`[aria-labelledby="${section}"] a`)].find((link) => link.textContent.replace("Chosen: ", "") === words);
  (same || main()).focus({ preventScroll: true });
};
addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.previousElementSibling.textContent);
    copy.textContent = "Copied";
    return;
  }
  const link = event.target.closest("main a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return;
  event.preventDefault();
  open(link.href, true);
});
addEventListener("submit", (event) => {
  const fields = [...new FormData(event.target)].filter(([, value]) => value);
  event.preventDefault();
  open(`${event.target.action}?${new URLSearchParams(fields)}`, true);
});
addEventListener("popstate", () => open(location.href, false));
