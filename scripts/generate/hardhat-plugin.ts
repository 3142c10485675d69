import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import type { HardhatPlugin } from "hardhat/types/plugins";
import type { CompilerOutputError } from "hardhat/types/solidity";

const generator = join(import.meta.dirname, "sdk.ts");

/** The place in the source is known only from the text: `--> ./node_modules/<package>/…`. */
function isAboutPackage({ formattedMessage = "" }: CompilerOutputError): boolean {
  return formattedMessage.includes("--> ./node_modules/");
}

/**
 * What every Hardhat build of this project does besides compiling.
 *
 * - It keeps `sdk/src/generated` in step, so nobody tests the SDK against yesterday's ABI. The generator runs in a process of its
 *   own: inside Hardhat, its typechain plugin has rewired typechain's output.
 * - It hides compiler warnings about other people's packages, so that one about our own code is seen. Errors always show.
 */
const causewayBuild: HardhatPlugin = {
  id: "causeway-build",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        async processArtifactsAfterSuccessfulBuild() {
          await promisify(execFile)(process.execPath, [generator]);
        },
        async getCompilationJobErrors(context, job, output, next) {
          const messages = await next(context, job, output);
          return messages.filter((message) => message.severity === "error" || !isAboutPackage(message));
        },
      }),
    }),
  },
};

export default causewayBuild;
