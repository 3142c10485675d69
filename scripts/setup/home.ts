import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Gives this process a home folder inside the checkout where the user has none to write to, as in a container with a bare user id.
 * Hardhat keeps its keystore under the home folder and does not start without one.
 */
export function ensureHome(): void {
  try {
    accessSync(homedir(), constants.W_OK);
  } catch {
    process.env.HOME = join(import.meta.dirname, "../../.cache/home");
  }
}
