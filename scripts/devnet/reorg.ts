import { type Chain, RevertError } from "./chain.ts";

/** A point that a chain can be taken back to, as a reorganisation would. */
export interface Fork {
  /** Height of the last block that both branches share. */
  readonly height: number;
  /**
   * Replaces everything above {@link height} by a longer branch of empty blocks, or with `replay` by one that holds the same
   * transactions again, in other blocks. Transactions that now fail are left out. Callable once.
   */
  reorganise(options?: { readonly replay?: boolean }): Promise<void>;
}

/** What a replay needs of a mined transaction. */
interface MinedTransaction {
  readonly from: string;
  readonly to: string | null;
  readonly input: string;
  readonly value: string;
  readonly gas: string;
}

/**
 * Marks the point at which a chain will fork. Everything mined on the chain from here on goes, whoever sent it: users' transactions and
 * deliveries alike. To model what can happen on a real chain, reorganise before the blocks are final.
 */
export async function forkHere(chain: Chain): Promise<Fork> {
  const height = await chain.blockNumber();
  const snapshot: string = await chain.request("evm_snapshot");
  return {
    height,
    async reorganise({ replay = false } = {}) {
      const abandoned = (await chain.blockNumber()) - height;
      const transactions = replay ? await transactionsAbove(chain, height) : [];
      const reverted: boolean = await chain.request("evm_revert", snapshot);
      if (!reverted) throw new Error(`${chain.profile.name} cannot go back to block ${height}: it already has.`);
      // One empty block first, so that on a frozen clock not even a full replay yields the old block hashes.
      await chain.mine();
      for (const { from, to, input, value, gas } of transactions) {
        const transaction = { from, data: input, value: BigInt(value), gas: BigInt(gas) };
        await chain.send(to === null ? transaction : { ...transaction, to }).catch(ignoreRevert);
      }
      await chain.mine(abandoned + 1 - ((await chain.blockNumber()) - height));
    },
  };
}

async function transactionsAbove(chain: Chain, height: number): Promise<MinedTransaction[]> {
  const transactions: MinedTransaction[] = [];
  const newest = await chain.blockNumber();
  for (let number = height + 1; number <= newest; number++) {
    const block = await chain.request("eth_getBlockByNumber", `0x${number.toString(16)}`, true);
    transactions.push(...block.transactions);
  }
  return transactions;
}

function ignoreRevert(error: unknown): void {
  if (!(error instanceof RevertError)) throw error;
}
