// Takes the pictures of docs/images from a report: node scripts/screenshots.mjs [report]
// Needs the browser that scripts/install-browser.sh installs; makes the pictures small with pngquant, where that is installed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const folder = path.resolve(process.argv[2] ?? "report");
const out = fileURLToPath(new URL("../docs/images/", import.meta.url));
const file = path.join(folder, "report.html");
const bytesMost = 300_000;

if (!existsSync(file)) {
  process.stderr.write(`${file} is not there: make it with npm run compare\n`);
  process.exit(1);
}

const loss = "#cell?committer=file-output-v1&store=list-lag&scenario=one-job&property=no-lost-rows";

/** `at`: what stands at the top of the picture; left out: the top of the page. */
const views = [
  { name: "matrix", hash: "#matrix" },
  { name: "cell", hash: loss },
  { name: "timeline", hash: `${loss}&step=7`, at: ".toolbar" },
  { name: "compare", hash: `${loss}&compare=1&step=7`, at: ".toolbar" },
  { name: "cost", hash: "#cost" },
  { name: "coverage", hash: "#coverage" },
];
const sizes = [
  { name: "wide", width: 1280, height: 860 },
  { name: "narrow", width: 390, height: 844 },
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.LAKELITMUS_BROWSER ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let failed = false;
for (const colorScheme of ["light", "dark"]) {
  for (const { name: size, width, height } of sizes) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height } });
    for (const { name, hash, at } of views) {
      const page = await context.newPage();
      await page.goto(pathToFileURL(file).href + hash);
      await page.waitForSelector("h1");
      if (at !== undefined)
        await page
          .locator(at)
          .first()
          .evaluate((element) => element.scrollIntoView());
      await page.waitForTimeout(200);
      const picture = path.join(out, `${name}-${colorScheme}-${size}.png`);
      await page.screenshot({ path: picture });
      await page.close();
      spawnSync("pngquant", ["--force", "--skip-if-larger", "--strip", "--output", picture, "64", picture]);
      const { size: bytes } = statSync(picture);
      failed ||= bytes > bytesMost;
      process.stdout.write(
        `${path.basename(picture)}  ${bytes} bytes${bytes > bytesMost ? ", too large" : ""}\n`,
      );
    }
    await context.close();
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
