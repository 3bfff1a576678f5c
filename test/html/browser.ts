/** A browser for tests and pictures: Debian's Chromium, driven from here, that may not talk to anybody. */
import { type Browser, chromium, type Page } from "playwright-core";

/** Where it is: these tests take a minute, so they run only where LAKELITMUS_BROWSER names one, and fail where it is missing. */
const browserPath = process.env["LAKELITMUS_BROWSER"] ?? "";

export const hasBrowser = browserPath !== "";

/** With a fresh profile in a temporary folder. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath,
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
}

/** What a page did that it must not do: asked for something over a network, or complained. */
export function complaintsOf(page: Page, file: string): readonly string[] {
  const complaints: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(file) && !url.startsWith("data:")) complaints.push(`asked for ${url}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`threw ${error.message}`));
  return complaints;
}
