// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7786GatewaySource, IERC7786Recipient} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {ITransport} from "../interfaces/ITransport.sol";
import {Interoperable} from "../types/Interoperable.sol";

/// @notice No route to the chain of this address.
error Transport_UnknownChain(bytes interoperable);
/// @notice The recipient is not on this chain.
error Transport_WrongChain(bytes recipient);
/// @notice The sender is not on the chain the message came from.
error Transport_ForeignSender(bytes sender);
/// @notice The recipient did not answer with the ERC-7786 selector.
error Transport_RecipientRefused(address recipient, bytes4 answer);
/// @notice The attribute's data does not have the length its selector demands, or a gas limit has more than 128 bits.
error Transport_BadAttribute(bytes attribute);
/// @notice The coins sent along do not pay the fee.
error Transport_FeeTooLow(uint256 fee, uint256 value);
/// @notice This transport costs nothing.
error Transport_FeeRefused(uint256 value);

/// @title Base of the transports
/// @notice What all transports share: the one attribute, and the delivery to a local ERC-7786 recipient.
abstract contract Transport is ITransport {
    /// @dev Selector of the attribute `gasLimit(uint256)`: gas for the delivery, where the sender prepays it.
    bytes4 internal constant GAS_LIMIT = bytes4(keccak256("gasLimit(uint256)"));

    /// @inheritdoc IERC7786GatewaySource
    function supportsAttribute(bytes4 selector) external pure returns (bool) {
        return selector == GAS_LIMIT;
    }

    /// @dev The gas limit among `attributes`; 0 when there is none. Unknown attributes are refused, as ERC-7786 wants.
    function _gasLimit(bytes[] calldata attributes) internal pure returns (uint256 limit) {
        for (uint256 i; i < attributes.length; ++i) {
            bytes calldata attribute = attributes[i];
            if (bytes4(attribute) != GAS_LIMIT) revert UnsupportedAttribute(bytes4(attribute));
            if (attribute.length != 36) revert Transport_BadAttribute(attribute);
            limit = uint256(bytes32(attribute[4:]));
            // Messengers take 128 bits; a limit that was cut off would be another one.
            if (limit > type(uint128).max) revert Transport_BadAttribute(attribute);
        }
    }

    /// @dev Refuses a sender that is not on the chain the message came from: a peer vouches for its own chain only.
    function _requireSenderOn(bytes memory chain, bytes calldata sender) internal pure {
        if (!Interoperable.isCanonical(sender) || keccak256(Interoperable.chainOf(sender)) != keccak256(chain)) {
            revert Transport_ForeignSender(sender);
        }
    }

    /// @dev Hands a message to a recipient on this chain.
    function _deliver(
        bytes32 receiveId,
        bytes memory sender,
        bytes calldata recipient,
        bytes calldata payload
    ) internal {
        (bool isEvm, uint256 chainId, address target) = InteroperableAddress.tryParseEvmV1Calldata(recipient);
        if (!isEvm || chainId != block.chainid || !Interoperable.isCanonical(recipient)) {
            revert Transport_WrongChain(recipient);
        }
        bytes4 answer = IERC7786Recipient(target).receiveMessage(receiveId, sender, payload);
        if (answer != IERC7786Recipient.receiveMessage.selector) revert Transport_RecipientRefused(target, answer);
    }
}
