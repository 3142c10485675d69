// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The part of Wormhole's core contract that is used here
/// @notice Written from the public interface of the deployed core contract (wormhole.com/docs).
interface IWormholeCore {
    struct Signature {
        bytes32 r;
        bytes32 s;
        uint8 v;
        uint8 guardianIndex;
    }

    struct VM {
        uint8 version;
        uint32 timestamp;
        uint32 nonce;
        uint16 emitterChainId;
        bytes32 emitterAddress;
        uint64 sequence;
        uint8 consistencyLevel;
        bytes payload;
        uint32 guardianSetIndex;
        Signature[] signatures;
        bytes32 hash;
    }

    /// @notice Asks the guardians to sign a message of the caller. Costs exactly {messageFee}.
    function publishMessage(
        uint32 nonce,
        bytes memory payload,
        uint8 consistencyLevel
    ) external payable returns (uint64 sequence);

    /// @notice Parses a signed message and checks guardian set, expiry, quorum and signatures.
    function parseAndVerifyVM(
        bytes calldata encodedVM
    ) external view returns (VM memory vm, bool valid, string memory reason);

    /// @notice Fee of {publishMessage} in wei.
    function messageFee() external view returns (uint256);
}
