import type { ErrorText } from "../text.ts";

/** Reverts of message decoding, quorums and transports, by Solidity name. */
export const MESSAGING_TEXTS = {
  Csm_TooShort: [
    "A message has at least 87 bytes, this one has {length}.",
    "Pass a whole message, as a MessageSent log carries it.",
  ],
  Csm_WrongMagic: [
    'A message begins with "CSM1", this one with {magic}.',
    "Pass a Collateral State Message, version 1.",
  ],
  Csm_UnknownKind: ["Messages are of kind 1 or 2, not {kind}.", "Check where the message comes from."],
  Csm_NoLeaves: ["The message says nothing.", "Put at least one leaf into it."],
  Csm_UnknownLeaf: ["Type {leafType} at byte {offset} is not the type of any leaf.", "Check how the message was made."],
  Csm_LeafOfOtherKind: [
    "A leaf of type {leafType} (at byte {offset}) does not belong into a message of kind {kind}.",
    "Check how the message was made.",
  ],
  Csm_Truncated: [
    "The leaf at byte {offset} needs {needed} bytes, but the message ends after {length}.",
    "Pass the whole message.",
  ],
  Csm_TrailingBytes: [
    "The message should end at byte {end}, but has {length} bytes.",
    "Pass the message alone, without what surrounds it.",
  ],
  Inbox_WrongKind: [
    "This side receives messages of kind {expected}, not {kind}.",
    "Deliver vaults' messages to the hub and the hub's to the vault.",
  ],
  Inbox_WrongOrigin: [
    "The message claims to come from {origin}, but {sender} has sent it.",
    "Deliver messages as they were sent; a forged one never counts.",
  ],
  Inbox_WrongDestination: [
    "The message is for {destination}, and this is {self}.",
    "Deliver it to the contract it is meant for.",
  ],
  Inbox_ValueRefused: ["Messages carry no coins, but {value} wei came along.", "Deliver the message without value."],
  Inbox_AlreadyRegistered: [
    "{origin} is registered already.",
    "Change its transports and threshold with `enableTransport` and `setThreshold`.",
  ],
  Inbox_UnknownOrigin: [
    "{origin} was never registered here.",
    "Check the deployment; a new vault or hub has to be registered by governance on both sides.",
  ],
  Outbox_NoRoutes: [
    "A message needs at least one transport to travel.",
    "Choose at least one transport, or do not send now.",
  ],
  Outbox_FeesExceedValue: [
    "The routes' fees add up to {fees} wei, but only {value} came along for them.",
    "Quote the fees again and send their sum.",
  ],
  Outbox_UnexpectedCoins: [
    "Plain transfers are refused (here {value} wei from {from}).",
    "Use `deposit` to deposit native coin.",
  ],
  Quorum_AlreadyEnabled: ["The transport {transport} is enabled already.", "There is nothing to do."],
  Quorum_NotEnabled: [
    "The transport {transport} is not enabled for this connection.",
    "Send through one of the enabled transports.",
  ],
  Quorum_RosterFull: ["No more than {maximum} transports may be enabled.", "Disable another one first."],
  Quorum_ThresholdOutOfRange: [
    "A threshold of {threshold} is impossible with {enabled} enabled transports.",
    "Choose a threshold from 1 to the number enabled, or enable more transports first.",
  ],
  Quorum_ZeroTransport: ["The zero address is no transport.", "Pass the transport's address."],
  ERC7786RecipientUnauthorizedGateway: [
    "{gateway} is not enabled as a transport for messages from {sender}.",
    "Deliver through an enabled transport.",
  ],
  Envelope_Malformed: [
    "What the transport carried is not an envelope: {envelope}.",
    "Deliver only what this deployment's transports have sent.",
  ],
  Interoperable_NotCanonical: [
    "{interoperable} is not the canonical ERC-7930 form of an address.",
    "Use `encodeInteroperable`, which writes the one accepted form.",
  ],
  Transport_UnknownChain: [
    "The transport has no route to the chain of {interoperable}.",
    "Choose another transport, or have the chain registered with this one.",
  ],
  Transport_WrongChain: [
    "The recipient {recipient} is not on this chain.",
    "Deliver the message on the chain of its recipient.",
  ],
  Transport_ForeignSender: [
    "The sender {sender} is not on the chain that the message came from.",
    "Deliver messages as they were sent; a forged one never counts.",
  ],
  Transport_RecipientRefused: [
    "{recipient} answered {answer} instead of accepting the message.",
    "Check that the recipient is a vault or hub.",
  ],
  Transport_BadAttribute: [
    "The attribute {attribute} does not have the length that its selector demands.",
    "Encode it as `gasLimit(uint256)`.",
  ],
  Transport_FeeTooLow: [
    "The transport costs {fee} wei, but {value} came along for it.",
    "Quote the fee again and send at least that.",
  ],
  Transport_FeeRefused: [
    "This transport costs nothing, but {value} wei came along for it.",
    "Send its route with a fee of zero.",
  ],
  UnsupportedAttribute: [
    "The transport does not know the attribute {selector}.",
    "Leave it out; only `gasLimit(uint256)` is known.",
  ],
  LayerZeroTransport_BadChain: [
    "The chain {chain} cannot be registered under the endpoint id {eid}: one of them is taken or empty.",
    "Check the endpoint id; a registration is for ever.",
  ],
  LayerZeroTransport_NothingStuck: [
    "No verified packet waits behind nonce {nextNonce} from endpoint {eid} (witness {witness}).",
    "Wait: the next packet is not missing, or pass the nonce of a later packet that is verified.",
  ],
  LayerZeroTransport_SkipNotReady: [
    "The packet {nonce} from endpoint {eid} may be skipped only at {readyAt:time} (1970 means that nobody has proposed it).",
    "Propose the skip, then call again after that time.",
  ],
  WormholeTransport_InvalidVaa: [
    "Wormhole's core contract does not accept the message: {reason}.",
    "Fetch the signed message again; the guardian set may have changed.",
  ],
  WormholeTransport_WrongEmitter: [
    "{emitter} on Wormhole chain {wormholeChain} is not the registered transport there.",
    "Deliver only messages of this deployment's transports.",
  ],
  WormholeTransport_NotFinalised: [
    "The message was signed at consistency level {consistencyLevel}, but {required} is required.",
    "Deliver the message that was published as finalised.",
  ],
  WormholeTransport_OnlySelf: [
    "Only the transport itself calls this function, not {caller}.",
    "Call `deliver`, which anyone may.",
  ],
  WormholeTransport_BadChain: [
    "The chain {chain} cannot be registered under the Wormhole number {wormholeChain}: one of them is taken or empty.",
    "Check the number; only emitter and consistency level may change later.",
  ],
} as const satisfies Record<string, ErrorText>;
