import type { StoreSuccess } from "../requests.js";
import { success } from "./answers.js";

/** The answer to every DELETE: 204 with nothing in it, whether there was an object or not (S3 API, DeleteObject). */
export const deleted: StoreSuccess<null> = success(null);
