/** Dates as HTTP, S3's XML and signatures write them. */

/** `Wed, 21 Oct 2015 07:28:00 GMT` */
export function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/** `2015-10-21T07:28:00.000Z` */
export function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Milliseconds of any of the forms that HTTP allows, or of ISO 8601; undefined for anything else. */
export function parseHttpDate(text: string): number | undefined {
  // Date.parse takes much that is no date ("5"); every form of HTTP's has a year and a time.
  if (!/\d\d:\d\d:\d\d/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Milliseconds of `20151021T072800Z`; undefined for anything else. */
export function parseBasicDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const milliseconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
