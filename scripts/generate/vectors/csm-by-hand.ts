/**
 * Messages whose bytes were written out by hand from docs/standard.md, field by field. No encoder made them, so they
 * catch an encoder and a decoder that are wrong in the same way.
 */
const word = (digit: string): string => digit.repeat(64);

export const HAND_ASSEMBLED = [
  {
    name: "by hand: one Credited",
    message: {
      kind: "1",
      origin: `0x${word("a")}`,
      destination: `0x${word("b")}`,
      sourceSeq: "7",
      sourceTime: "1767225600",
      leaves: [
        {
          type: "Credited",
          asset: "0x000000000000000000000000eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
          account: `0x${word("c")}`,
          total: "1000000000000000000",
        },
      ],
    },
    bytes: [
      "0x43534d31", // "CSM1"
      "01", // kind
      word("a"), // origin
      word("b"), // destination
      "0000000000000007", // sourceSeq
      "000000006955b900", // sourceTime, 2026-01-01T00:00:00Z
      "0001", // count
      "01", // Credited
      "000000000000000000000000eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", // asset
      word("c"), // account
      "00000000000000000de0b6b3a7640000", // total
    ].join(""),
  },
  {
    name: "by hand: every leaf of kind 1",
    message: {
      kind: "1",
      origin: `0x${word("1")}`,
      destination: `0x${word("2")}`,
      sourceSeq: "258",
      sourceTime: "4294967296",
      leaves: [
        { type: "Credited", asset: `0x${word("3")}`, account: `0x${word("4")}`, total: "1" },
        { type: "Custody", asset: `0x${word("3")}`, totalCredited: "65536", totalPaid: "256", balance: "65280" },
        {
          type: "Delegate",
          account: `0x${word("4")}`,
          ownerAddress: `0x${word("5")}`,
          subId: "16909060",
          delegate: "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
          sequence: "9",
        },
        {
          type: "Price",
          asset: `0x${word("3")}`,
          price: "3000000000000000000000",
          confidence: "100000",
          publishTime: "1767225599",
        },
        {
          type: "Payout",
          account: `0x${word("4")}`,
          vaultId: `0x${word("6")}`,
          recipient: `0x${word("7")}`,
          sequence: "18446744073709551615",
        },
      ],
    },
    bytes: [
      "0x43534d31", // "CSM1"
      "01", // kind
      word("1"), // origin
      word("2"), // destination
      "0000000000000102", // sourceSeq
      "0000000100000000", // sourceTime
      "0005", // count
      "01", // Credited
      word("3"), // asset
      word("4"), // account
      "00000000000000000000000000000001", // total
      "02", // Custody
      word("3"), // asset
      "00000000000000000000000000010000", // totalCredited
      "00000000000000000000000000000100", // totalPaid
      "0000000000000000000000000000ff00", // balance
      "03", // Delegate
      word("4"), // account
      word("5"), // ownerAddress
      "01020304", // subId
      "d8da6bf26964af9d7eed9e03e53415d37aa96045", // delegate
      "0000000000000009", // sequence
      "04", // Price
      word("3"), // asset
      "00000000000000a2a15d09519be00000", // price
      "00000000000186a0", // confidence
      "000000006955b8ff", // publishTime
      "05", // Payout
      word("4"), // account
      word("6"), // vaultId
      word("7"), // recipient
      "ffffffffffffffff", // sequence
    ].join(""),
  },
  {
    name: "by hand: every leaf of kind 2",
    message: {
      kind: "2",
      origin: `0x${word("8")}`,
      destination: `0x${word("9")}`,
      sourceSeq: "1",
      sourceTime: "1767225600",
      leaves: [
        {
          type: "Released",
          asset: `0x${word("a")}`,
          recipient: "0x000000000000000000000000d8da6bf26964af9d7eed9e03e53415d37aa96045",
          total: "340282366920938463463374607431768211455",
        },
        { type: "Heartbeat" },
      ],
    },
    bytes: [
      "0x43534d31", // "CSM1"
      "02", // kind
      word("8"), // origin
      word("9"), // destination
      "0000000000000001", // sourceSeq
      "000000006955b900", // sourceTime
      "0002", // count
      "11", // Released
      word("a"), // asset
      "000000000000000000000000d8da6bf26964af9d7eed9e03e53415d37aa96045", // recipient
      "ffffffffffffffffffffffffffffffff", // total
      "12", // Heartbeat
    ].join(""),
  },
] as const;
