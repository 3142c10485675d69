/** Seed of every random test of this process; `PROPERTY_SEED=<n>` repeats a run. */
export const SEED = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

let announced = false;

/** Prints the seed once, above the first random test that runs. */
export function announceSeed(): void {
  if (!announced) console.log(`    contract property seed ${SEED} (repeat with PROPERTY_SEED=${SEED})`);
  announced = true;
}
