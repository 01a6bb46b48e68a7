// Opens /graphql in a browser, presses run, and compares what is shown with what the service responds, also behind a proxy
// that takes a prefix off its paths; opens /swagger and tries an operation. Neither page may do what its policy forbids.
import { createServer, request } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const url = process.env.GRAPHQL_URL;
const patience = 60_000;

const profile = await mkdtemp(join(tmpdir(), "mpnst-browser-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.BROWSER,
  headless: true,
  viewport: { width: 1400, height: 900 },
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  await look();
  await lookBehindPrefix("/mpnst");
  await lookAtSwagger();
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}

// A page, and what goes wrong on it from now on.
async function open(base = url) {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  const errors = [];
  page.on("console", (message) => {
    if (message.type() === "error") {
      errors.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => errors.push(`script: ${error.stack ?? error}`));
  page.on("requestfailed", (request) =>
    errors.push(`failed: ${request.url()} ${request.failure()?.errorText}`),
  );
  browser.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(base).host) {
      errors.push(`another host: ${request.url()}`);
    }
  });
  await page.exposeFunction("noteViolation", (what) => errors.push(`policy: ${what}`));
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (violation) =>
      window.noteViolation(`${violation.effectiveDirective} ${violation.blockedURI}`),
    ),
  );
  return { page, errors };
}

async function look() {
  const { page, errors } = await open();
  await page.goto(url);
  const examples = page.locator(".examples button");
  await examples.first().waitFor();
  expect((await examples.count()) === 10, `ten examples, not ${await examples.count()}`);

  const wanted = await execute(await tabQuery(page, "totalCount"));
  expect(wanted.trials.totalCount > 0, "open trials of MEK inhibitors");
  await run(page);
  await shown(page, `"totalCount": ${wanted.trials.totalCount}`);
  await shown(page, wanted.trials.nodes[0].id);
  console.log(`the first example: ${wanted.trials.totalCount} open trials of MEK inhibitors, as the service responds`);

  const [profileOfKdr] = await Promise.all([
    page.waitForResponse((response) => response.request().postData()?.includes("TargetProfile")),
    (async () => {
      await examples.filter({ hasText: "TargetProfile" }).click();
      await tabQuery(page, "TargetProfile");
      await run(page);
    })(),
  ]);
  const { target } = (await profileOfKdr.json()).data;
  await shown(page, `"name": "${target.name}"`);
  console.log(`a published document with its variables: ${target.id}, ${target.trialCount} trials`);

  // The workers know the schema: a field that is none is underlined.
  await page.locator(".graphiql-query-editor").click({ position: { x: 150, y: 20 } });
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  const misspelt = "{ trails { totalCount } }";
  await page.keyboard.type(misspelt);
  const typed = await tabQuery(page, misspelt);
  expect(typed.trim() === misspelt, `${misspelt} as typed, not ${typed}`);
  await page.locator(".graphiql-query-editor .squiggly-error").first().waitFor();
  console.log("a misspelt field is underlined");

  if (process.env.SCREENSHOT) {
    await page.screenshot({ path: process.env.SCREENSHOT });
  }
  expect(errors.length === 0, `no error, not:\n${errors.join("\n")}`);
  console.log("no error, no violation of the page's policy, no request to another host");
}

// As a proxy does that shares its host with other services, which get what is not below the prefix.
async function lookBehindPrefix(prefix) {
  const proxy = createServer((incoming, outgoing) => {
    if (!incoming.url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const { host, port } = new URL(url);
    const forwarded = request(
      {
        port,
        method: incoming.method,
        path: incoming.url.slice(prefix.length),
        headers: { ...incoming.headers, host, "x-forwarded-prefix": prefix },
      },
      (response) => {
        outgoing.writeHead(response.statusCode, response.headers);
        response.pipe(outgoing);
      },
    );
    incoming.pipe(forwarded);
  });
  await new Promise((listening) => proxy.listen(0, "127.0.0.1", listening));
  try {
    const base = `http://127.0.0.1:${proxy.address().port}${prefix}/graphql`;
    const { page, errors } = await open(base);
    await page.goto(base);
    const wanted = await execute(await tabQuery(page, "totalCount"));
    await run(page);
    await shown(page, `"totalCount": ${wanted.trials.totalCount}`);
    expect(errors.length === 0, `no error behind ${prefix}, not:\n${errors.join("\n")}`);
    await page.close();
    console.log(`behind a proxy with the prefix ${prefix}: the same, and nothing is requested outside of it`);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
}

async function lookAtSwagger() {
  const { page, errors } = await open();
  await page.goto(new URL("/swagger/index.html", url).href);
  const operation = page.locator("#operations-Dataset-getDataset");
  await operation.locator(".opblock-summary-control").click();
  await operation.locator(".try-out__btn").click();
  await operation.locator(".execute").click();
  const response = await (await fetch(new URL("/api/v1/dataset", url))).json();
  await operation.locator(".live-responses-table").getByText(response.contentHash).waitFor();
  expect(errors.length === 0, `no error in /swagger, not:\n${errors.join("\n")}`);
  console.log("/swagger: an operation tried, no error, no violation of the page's policy");
}

// The text of an editor, which draws its spaces as such that do not break.
async function text(page, editor) {
  const drawn = await page.locator(`.graphiql-${editor} .view-lines`).first().innerText();
  return drawn.replaceAll("\u00a0", " ");
}

async function shown(page, part) {
  await until(async () => (await text(page, "response")).includes(part), part);
}

// The query of the tab in front, once it is drawn.
async function tabQuery(page, part) {
  await until(async () => (await text(page, "query-editor")).includes(part), part);
  return text(page, "query-editor");
}

async function run(page) {
  await page.locator("button.graphiql-execute-button").click();
}

async function until(holds, what) {
  const end = Date.now() + patience;
  while (!(await holds())) {
    expect(Date.now() < end, `${what} within ${patience / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function execute(query) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return (await response.json()).data;
}

function expect(holds, what) {
  if (!holds) {
    throw new Error(`Expected: ${what}`);
  }
}
