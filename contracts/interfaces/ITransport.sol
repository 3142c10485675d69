// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";

/// @title Transport
/// @notice An ERC-7786 gateway that attests finalised state of one chain on another, and can quote its fee. Anyone may send through
/// it; what it vouches for is the sender's address, never the content. Receivers decide which transports count, and how many must agree.
/// @dev A transport delivers by calling `IERC7786Recipient.receiveMessage` on the recipient, refunds fee it did not need to the sender,
/// and understands the attribute `gasLimit(uint256)`: gas for the delivery where the sender prepays it.
interface ITransport is IERC7786GatewaySource {
    /// @notice Fee in wei of the sending chain for exactly this message.
    /// @param recipient ERC-7930 address of the receiving contract.
    /// @param payload The message.
    /// @param attributes ERC-7786 attributes as in `sendMessage`.
    function quote(
        bytes calldata recipient,
        bytes calldata payload,
        bytes[] calldata attributes
    ) external view returns (uint256 fee);
}
