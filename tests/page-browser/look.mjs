// Opens every page in a browser: light, dark, in forced colours and in print, 320 to 1280 pixels wide, with and without
// JavaScript. axe (WCAG 2.2 A and AA, best practice) may find nothing, no page may scroll sideways or do what its policy
// forbids, and a person finds her way by keyboard alone.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const root = process.env.BASE_URL;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = [
  "/",
  "/?status=OPEN&phase=PHASE2",
  "/?startFrom=2040-01-01",
  "/?phase=PHASE22",
  "/trials?drugType=MEK_INHIBITOR",
  "/trials/NCT03433183",
  "/targets",
  "/targets/KDR",
  "/drugs",
  "/drugs/pazopanib",
  "/crosstab?rows=phase&columns=status",
  "/timeline",
  "/comparison",
  "/changes?after=0",
  "/about",
  "/nothing",
];
const looks = [
  { name: "light, 1280", colorScheme: "light", width: 1280 },
  { name: "dark, 1280", colorScheme: "dark", width: 1280 },
  { name: "light, 768", colorScheme: "light", width: 768 },
  { name: "dark, 320", colorScheme: "dark", width: 320 },
  { name: "light, 320, no script", colorScheme: "light", width: 320, scripts: false },
  { name: "print", colorScheme: "light", width: 794, media: "print" },
  { name: "forced colours", colorScheme: "dark", width: 1280, forcedColors: "active" },
];
const faults = [];
const browser = await chromium.launch({
  executablePath: process.env.BROWSER,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  for (const { name, width, media, scripts = true, ...preferences } of looks) {
    const context = await browser.newContext({ ...preferences, viewport: { width, height: 900 } });
    if (!scripts) {
      // axe is a script too: the page's own is kept from running.
      await context.route("**/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    }
    for (const path of pages) {
      await look(context, name, path, scripts, media);
    }
    await context.close();
  }
  await withoutScript();
  await byKeyboard();
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${pages.length} pages in ${looks.length} looks: axe finds nothing, nothing scrolls sideways, no policy is violated`);

async function look(context, name, path, scripts, media) {
  const page = await context.newPage();
  await page.emulateMedia({ media });
  const where = `${path} (${name})`;
  page.on("console", (message) => {
    // A page that says what is wrong has a status that says so too.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) {
      faults.push(`${where}: console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`${where}: script: ${error}`));
  page.on("request", (request) => {
    if (/^http/.test(request.url()) && !request.url().startsWith(root)) {
      faults.push(`${where}: another host: ${request.url()}`);
    }
  });
  await page.goto(root + path);
  // Rules see what is unfolded.
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (sideways > 0) {
    faults.push(`${where}: scrolls sideways by ${sideways} pixels`);
  }
  // Run by the debugger, which the page's policy does not concern.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    }),
  );
  for (const { id, help, nodes } of violations) {
    faults.push(`${where}: ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
  if (!scripts && (await page.locator("[data-copy]:visible").count()) > 0) {
    faults.push(`${where}: a button that does nothing`);
  }
  await page.close();
}

async function withoutScript() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${root}/`);
  await page.getByRole("link", { name: "Open", exact: true }).first().click();
  await page.waitForURL(/status=OPEN/);
  expect(new URL(page.url()).search === "?status=OPEN", `a click filters, not ${page.url()}`);
  await page.getByRole("searchbox").fill("pazopanib");
  await page.getByRole("button", { name: "Search" }).click();
  // A browser that is still loading a page cannot go back from it.
  await page.waitForURL(/q=pazopanib/);
  expect(/q=pazopanib/.test(page.url()) && /status=OPEN/.test(page.url()), `a search keeps the filter, not ${page.url()}`);
  await page.goBack();
  expect(new URL(page.url()).search === "?status=OPEN", "back is back");
  await context.close();
}

async function byKeyboard() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${root}/`);
  await page.keyboard.press("Tab");
  expect((await focused(page)) === "Skip to the content", "the first stop leads to the content");
  const open = page.locator("section[aria-labelledby=statuses] th a", { hasText: /^Open$/ });
  await open.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${root}/?status=OPEN`);
  await page.locator(".chips").waitFor();
  expect(/Open/.test(await focused(page)), `the focus stays on the row, not on "${await focused(page)}"`);
  const loads = await page.evaluate(() => performance.getEntriesByType("navigation").length);
  expect(loads === 1, "one load, then parts of it");
  const counted = await page.locator("[role=status] strong").innerText();
  const row = await page.locator("section[aria-labelledby=statuses] tr", { hasText: "Open" }).first().locator(".n").innerText();
  expect(counted === row, `${row} trials as in the row, not ${counted}`);
  await page.goBack();
  await page.waitForURL(`${root}/`);
  await page.locator(".chips").waitFor({ state: "detached" });
  await context.close();
}

async function focused(page) {
  return page.evaluate(() => document.activeElement?.textContent ?? "");
}

function expect(holds, what) {
  if (!holds) {
    faults.push(`Expected: ${what}`);
  }
}
