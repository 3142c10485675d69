import type { ErrorText } from "../text.ts";

/** Reverts that shipped contracts inherit from OpenZeppelin and LayerZero, by Solidity name. */
export const LIBRARY_TEXTS = {
  AccessManagedUnauthorized: [
    "{caller} may not call this function.",
    "Sign with an account that governance has given the role to.",
  ],
  AccessManagedRequiredDelay: [
    "{caller} may call this function only {delay} seconds after scheduling it.",
    "Schedule the call with the AccessManager and repeat it when the delay is over.",
  ],
  AccessManagedInvalidAuthority: ["{authority} is no authority contract.", "Pass the address of an AccessManager."],
  AddressEmptyCode: ["There is no contract at {target}.", "Check the address and the chain."],
  FailedCall: [
    "A call that the contract made failed without a reason.",
    "Check that the contracts it calls are in place.",
  ],
  InsufficientBalance: [
    "The contract holds {balance} wei, but needs {needed}.",
    "Send the coins that the call needs along with it.",
  ],
  InteroperableAddressEmptyReferenceAndAddress: [
    "An interoperable address needs a chain or an address.",
    "Pass a canonical ERC-7930 address.",
  ],
  InteroperableAddressParsingError: ["{arg0} is no ERC-7930 address.", "Pass a canonical ERC-7930 address."],
  OwnableInvalidOwner: ["{owner} cannot be the owner.", "Pass an address other than zero."],
  OwnableUnauthorizedAccount: ["{account} is not the owner of the contract.", "Sign with the owner's key."],
  ReentrancyGuardReentrantCall: [
    "The contract was entered again while it was at work.",
    "Do not call it from a token's or a recipient's code.",
  ],
  SafeCastOverflowedUintDowncast: ["{value} does not fit {bits} bits.", "Use a smaller number."],
  SafeERC20FailedOperation: [
    "The token {token} refused the transfer.",
    "Check balance and allowance, and that the token is not paused and neither side is blocked.",
  ],
  InvalidDelegate: [
    "LayerZero does not accept a zero delegate.",
    "Deploy the transport with an owner other than zero.",
  ],
  InvalidEndpointCall: ["Only LayerZero's endpoint calls this function.", "Deliver through the endpoint."],
  LzTokenUnavailable: ["LayerZero's fee token is not set up on this chain.", "Pay the fee in native coin."],
  NoPeer: [
    "The LayerZero transport has no peer for endpoint {eid}.",
    "Choose another transport, or have the owner set the peer.",
  ],
  NotEnoughNative: [
    "{msgValue} wei is not the fee that LayerZero asks for.",
    "Quote the fee again and send exactly that.",
  ],
  OnlyEndpoint: ["Only LayerZero's endpoint delivers here, not {addr}.", "Deliver through the endpoint."],
  OnlyPeer: [
    "{sender} is not the registered transport on LayerZero endpoint {eid}.",
    "Deliver only messages of this deployment's transports.",
  ],
} as const satisfies Record<string, ErrorText>;
