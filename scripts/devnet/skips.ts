import type { Devnet } from "./deploy.ts";
import { inboundNonce, type LayerZeroTransit } from "./layerzero-worker.ts";

/**
 * Plays the keeper that has missing LayerZero packets skipped, until no verified packet waits behind one: proposes, lets the delay
 * pass on the devnet's clock, skips, delivers. Returns how many packets were given up.
 */
export async function skipMissing(devnet: Devnet): Promise<number> {
  const { layerZeroTransport: abi } = devnet.abis;
  let skipped = 0;
  for (;;) {
    await devnet.workers.drain();
    const paths = await stuckPaths(devnet);
    if (paths.length === 0) return skipped;
    let delay = 0;
    for (const { place, srcEid, witness } of paths) {
      const { chain, transports } = place;
      await chain.execute(transports.layerzero, abi, "proposeSkip", [srcEid, witness]);
      delay = Number(await chain.read(transports.layerzero, abi, "SKIP_DELAY"));
    }
    await devnet.clock.advance(delay);
    for (const { place, srcEid } of paths) {
      await place.chain.execute(place.transports.layerzero, abi, "skip", [srcEid]);
      skipped++;
    }
  }
}

/** One entry for each path on which a verified packet waits for a missing one. */
async function stuckPaths(devnet: Devnet) {
  const waiting = devnet.workers.messages({ transport: "layerzero" }).filter(({ phase }) => phase === "attested");
  const paths = new Map<string, LayerZeroTransit>();
  for (const transit of waiting as LayerZeroTransit[]) paths.set(`${transit.from}:${transit.to}`, transit);
  const stuck = [];
  for (const { packet, to } of paths.values()) {
    const place = devnet.chains[to];
    const next = (await inboundNonce(place.layerzero, packet)) + 1n;
    if (packet.nonce > next) stuck.push({ place, srcEid: packet.srcEid, witness: packet.nonce });
  }
  return stuck;
}
