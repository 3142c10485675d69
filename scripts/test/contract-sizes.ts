/** Prints the runtime size of every shipped contract and fails when one is over the limit of EIP-170. */
import { shippedArtifacts } from "../generate/artifacts.ts";

const LIMIT = 24_576;

/** Libraries of internal functions are inlined into their users; what solc emits for them is never deployed. */
const deployable = (await shippedArtifacts()).filter(({ abi }) => abi.some(({ type }) => type === "function"));

const sizes = deployable
  .map(({ contractName, sourceName, deployedBytecode }) => ({
    contractName,
    sourceName,
    bytes: (deployedBytecode.length - 2) / 2,
  }))
  .filter(({ bytes }) => bytes > 0)
  .sort((a, b) => b.bytes - a.bytes);

const width = Math.max(0, ...sizes.map(({ contractName }) => contractName.length));
for (const { contractName, bytes } of sizes) {
  const share = ((100 * bytes) / LIMIT).toFixed(0);
  console.log(`${contractName.padEnd(width)}  ${String(bytes).padStart(6)} bytes  ${share.padStart(3)}% of ${LIMIT}`);
}

const over = sizes.filter(({ bytes }) => bytes > LIMIT);
for (const { contractName, sourceName, bytes } of over) {
  console.error(
    `${contractName} (${sourceName}) is ${bytes - LIMIT} bytes over the ${LIMIT}-byte limit: split it or move code to a library`,
  );
}
if (over.length > 0) process.exitCode = 1;
